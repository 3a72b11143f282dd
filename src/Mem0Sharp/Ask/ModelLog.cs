using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>What asking a model logs. Prompts and replies hold private text, so they appear at Trace and nowhere else.</summary>
internal static partial class ModelLog
{
    [LoggerMessage(MemoryLogEvents.ModelPrompt, LogLevel.Trace, "{Stage} asks the model: {Prompt}")]
    public static partial void Prompt(ILogger logger, string stage, string prompt);

    [LoggerMessage(MemoryLogEvents.ModelReply, LogLevel.Trace, "{Stage} got the reply: {Reply}")]
    public static partial void Reply(ILogger logger, string stage, string reply);

    // The type only: a provider's message may quote the prompt.
    [LoggerMessage(
        MemoryLogEvents.ModelSchemaRefused,
        LogLevel.Debug,
        "{Stage}: the chat client refused a JSON schema ({ExceptionType}); asking for plain JSON with the schema in the prompt")]
    public static partial void SchemaRefused(ILogger logger, string stage, string exceptionType);

    [LoggerMessage(MemoryLogEvents.ModelReplyUnreadable, LogLevel.Warning, "{Stage}: asking once more, the reply is unreadable: {Problem}")]
    public static partial void ReplyUnreadable(ILogger logger, string stage, string problem);

    [LoggerMessage(MemoryLogEvents.ModelAnswered, LogLevel.Debug, "{Stage}: answered in {Calls} calls, {TotalTokens} tokens")]
    public static partial void Answered(ILogger logger, string stage, int calls, long? totalTokens);

    [LoggerMessage(MemoryLogEvents.ModelGaveUp, LogLevel.Warning, "{Stage}: gave up after {Calls} calls, {TotalTokens} tokens")]
    public static partial void GaveUp(ILogger logger, string stage, int calls, long? totalTokens);

    [LoggerMessage(MemoryLogEvents.FallbackAsked, LogLevel.Warning, "{Stage}: the service failed; the fallback is asked")]
    public static partial void FallbackAsked(ILogger logger, string stage);

    [LoggerMessage(
        MemoryLogEvents.ServiceCalledAgain,
        LogLevel.Warning,
        "The {Service} service failed ({ExceptionType}); repetition {Repetition} in {Delay}")]
    public static partial void CalledAgain(ILogger logger, string service, int repetition, TimeSpan delay, string exceptionType);

    [LoggerMessage(MemoryLogEvents.ServiceBroken, LogLevel.Warning, "The {Service} service is not called for {Duration}: each call failed")]
    public static partial void BreakerOpened(ILogger logger, string service, TimeSpan duration);
}
