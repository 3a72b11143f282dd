using System.Globalization;
using System.Net.Sockets;

namespace Mem0Sharp;

/// <summary>Says what an exception of a chat client means, whatever SDK it comes from.</summary>
/// <remarks>
/// SDKs have exception types of their own, which this library does not reference. What they have in common is an
/// <see cref="HttpRequestException"/> in the chain or a message that names the HTTP status, so that is all that is looked at; what
/// has neither counts as a failed service, with the SDK's exception as its cause.
/// </remarks>
internal static class ChatFailure
{
    // Deep enough for every SDK; a chain that is longer says no more.
    private const int ChainLength = 8;

    /// <summary>Makes the error that a caller sees. Its message never quotes the cause, which may quote the prompt.</summary>
    public static MemoryException Translate(Exception exception)
    {
        if (StatusOf(exception) is { } status)
        {
            return status is 401 or 403
                ? new MemoryAccessDeniedException("chat", $"The chat service refused access: HTTP {Digits(status)}.", exception)
                : new MemoryNetworkException("chat", $"The chat service answered with HTTP {Digits(status)}.", exception, status);
        }

        string message = IsTimeout(exception) ? "The chat service did not answer in time."
            : IsOutage(exception) ? "The chat service could not be reached."
            : $"The chat client failed with {exception.GetType().Name}.";
        return new MemoryNetworkException("chat", message, exception);
    }

    /// <summary>Tells whether a call with a JSON schema may have failed because of the schema.</summary>
    public static SchemaRefusal SchemaRefusalOf(MemoryException error)
    {
        if (error.InnerException is NotSupportedException or ArgumentException)
        {
            return SchemaRefusal.Certain;
        }

        if (StatusOf(error) is { } status)
        {
            // 501 is a server without structured output; the other 5xx, 408, 409, 425 and 429 pass by themselves.
            bool passes = status is 408 or 409 or 425 or 429 || (status >= 500 && status != 501);
            return passes || status is 401 or 403 ? SchemaRefusal.No : SchemaRefusal.Certain;
        }

        // What a client of this library says without a cause, it says on purpose.
        return error is not MemoryNetworkException { InnerException: not null } || IsTimeout(error) || IsOutage(error)
            ? SchemaRefusal.No
            : SchemaRefusal.Possible;
    }

    private static bool IsTimeout(Exception exception) =>
        Chain(exception).Any(e => e is TimeoutException or OperationCanceledException or Polly.Timeout.TimeoutRejectedException);

    // A circuit breaker or rate limiter of the host's own (Polly) speaks for the service behind it.
    private static bool IsOutage(Exception exception) =>
        Chain(exception).Any(e => e is HttpRequestException or IOException or SocketException or Polly.ExecutionRejectedException);

    private static int? StatusOf(Exception exception) =>
        Chain(exception)
            .Select(e => e switch
            {
                HttpRequestException { StatusCode: { } code } => (int)code,
                MemoryException error => error.DebugInfo.GetValueOrDefault("http_status") as int?,
                _ => StatusIn(e.Message),
            })
            .FirstOrDefault(status => status is not null);

    /// <summary>
    /// Reads "HTTP 429 (…", as the OpenAI SDK opens its messages, and "…\nStatus: 429 (…", as System.ClientModel and Azure.Core
    /// write them. Their Status property is out of reach without a reference or reflection.
    /// </summary>
    private static int? StatusIn(string message)
    {
        const string Opening = "HTTP ";
        const string Line = "\nStatus: ";
        int line = message.IndexOf(Line, StringComparison.Ordinal);
        ReadOnlySpan<char> rest = message.StartsWith(Opening, StringComparison.Ordinal) ? message.AsSpan(Opening.Length)
            : line >= 0 ? message.AsSpan(line + Line.Length)
            : [];
        return rest.Length > 3
            && rest[3] == ' '
            && int.TryParse(rest[..3], NumberStyles.None, CultureInfo.InvariantCulture, out int status)
            && status is >= 400 and <= 599
            ? status
            : null;
    }

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        int depth = 0;
        for (Exception? e = exception; e is not null && depth < ChainLength; e = e.InnerException, depth++)
        {
            yield return e;
        }
    }

    private static string Digits(int status) => status.ToString(CultureInfo.InvariantCulture);
}
