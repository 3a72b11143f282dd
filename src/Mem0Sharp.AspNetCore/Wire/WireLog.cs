using Microsoft.Extensions.Logging;

namespace Mem0Sharp.AspNetCore;

/// <summary>What the routes log: never what a request says, or whose it is.</summary>
internal static partial class WireLog
{
    public const string Category = "Mem0Sharp.AspNetCore";

    [LoggerMessage(300, LogLevel.Error, "Request {RequestId} failed: {Cause}.")]
    public static partial void Failed(ILogger logger, string requestId, string cause);

    [LoggerMessage(301, LogLevel.Warning, "The memory could not be opened yet: {Cause}. Requests try again.")]
    public static partial void NotOpened(ILogger logger, string cause);

    [LoggerMessage(302, LogLevel.Warning, "Webhook {WebhookId} was not told, attempt {Attempt}: {Cause}. It is made inactive: {GivesUp}.")]
    public static partial void WebhookFailed(ILogger logger, string webhookId, int attempt, string cause, bool givesUp);

    [LoggerMessage(303, LogLevel.Warning, "Webhooks could not be read or told: {Cause}. It is tried again.")]
    public static partial void WebhooksNotRead(ILogger logger, string cause);

    [LoggerMessage(304, LogLevel.Warning, "What was accepted could not all be done now: {Cause}. It is kept.")]
    public static partial void NotProcessed(ILogger logger, string cause);

    [LoggerMessage(305, LogLevel.Warning, "Somebody asked for the dashboard, which is closed: no keys and no login are configured (Mem0:Keys, ResolveAccess).")]
    public static partial void DashboardClosed(ILogger logger);
}
