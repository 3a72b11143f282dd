using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>Which status an error of the memory has.</summary>
internal static class WireErrors
{
    public static int StatusOf(MemoryException exception) => exception switch
    {
        MemoryNotFoundException or MemoryErasedException => StatusCodes.Status404NotFound,
        MemoryValidationException or MemoryExportException => StatusCodes.Status400BadRequest,
        MemoryConflictException or ImmutableMemoryException or IdempotencyKeyException => StatusCodes.Status409Conflict,
        InsufficientTrustException => StatusCodes.Status403Forbidden,
        MemoryNetworkException => StatusCodes.Status503ServiceUnavailable,
        { IsTransient: true } => StatusCodes.Status503ServiceUnavailable,
        EmbeddingException or ModelResponseException => StatusCodes.Status502BadGateway,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Writes an error as Mem0's platform does: under "error", and under "detail" where the caller is not let in.</summary>
    public static WireReply Platform(HttpContext context, int status, string message, string? code) => new(
        new JsonObject
        {
            [status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden ? "detail" : "error"] = message,
            ["code"] = code,
        },
        status);

    /// <summary>Writes an error as Mem0's open-source server does.</summary>
    public static WireReply OpenSource(HttpContext context, int status, string message, string? code) => new(
        new JsonObject { ["detail"] = message, ["code"] = code, ["request_id"] = context.TraceIdentifier }, status);
}
