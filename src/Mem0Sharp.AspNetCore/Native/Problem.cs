using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Mem0Sharp.AspNetCore;

/// <summary>Errors as RFC 9457 has them, with a code for programs and the id of the request.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static WireReply Of(HttpContext context, int status, string message, string? code)
    {
        code ??= CodeOf(status);
        return new WireReply(
            new JsonObject
            {
                ["type"] = $"urn:mem0sharp:problem:{code}",
                ["title"] = ReasonPhrases.GetReasonPhrase(status),
                ["status"] = status,
                ["detail"] = message,
                ["code"] = code,
                ["request_id"] = context.TraceIdentifier,
            },
            status) { ContentType = ContentType };
    }

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "unauthenticated",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => MemoryErrorCodes.NotFound,
        StatusCodes.Status412PreconditionFailed => MemoryErrorCodes.Conflict,
        StatusCodes.Status413PayloadTooLarge => "body_too_large",
        StatusCodes.Status429TooManyRequests => "too_many_requests",
        >= StatusCodes.Status500InternalServerError => "internal",
        _ => MemoryErrorCodes.Validation,
    };
}
