using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Mem0Sharp.AspNetCore;

/// <summary>Errors as RFC 9457 has them, with a code for programs and the id of the request.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static WireReply Of(HttpContext context, int status, string message, string? code) => Of(context, status, message, code, version: null);

    /// <summary>Makes the answer to a change of a version that a memory does not have.</summary>
    /// <param name="context">The request.</param>
    /// <param name="version">The version that it has.</param>
    public static WireReply OfVersion(HttpContext context, int version) => Of(
        context,
        StatusCodes.Status412PreconditionFailed,
        FormattableString.Invariant($"The memory is at version {version}, and If-Match does not name that. Read it again, and decide again."),
        code: null,
        version);

    private static WireReply Of(HttpContext context, int status, string message, string? code, int? version)
    {
        code ??= CodeOf(status);
        NativeProblem problem = new()
        {
            Type = $"urn:mem0sharp:problem:{code}",
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = message,
            Code = code,
            RequestId = context.TraceIdentifier,
            CurrentVersion = version,
        };
        return new WireReply(JsonSerializer.SerializeToNode(problem, NativeJsonContext.Default.NativeProblem), status) { ContentType = ContentType };
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
