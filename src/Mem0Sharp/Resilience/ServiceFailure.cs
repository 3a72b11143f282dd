using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mem0Sharp;

/// <summary>Says what an exception of a model's or embedder's client means, whatever SDK it comes from.</summary>
/// <remarks>
/// SDKs have exception types of their own, which this library does not reference. What they have in common is an
/// <see cref="HttpRequestException"/> in the chain or a message that names the HTTP status, so that is what is looked at.
/// </remarks>
internal static class ServiceFailure
{
    // Deep enough for every SDK; a chain that is longer says no more.
    private const int ChainLength = 8;

    // SDKs whose clients call again by themselves, with the service's own word on when: System.ClientModel (OpenAI) three times,
    // Azure.Core three times, Anthropic twice, AWS three times, Google as configured. What they throw, they have given up on.
    private static readonly string[] RetryingSdks = ["System.ClientModel.", "Azure.", "Anthropic.", "Amazon.", "Google."];

    // What System.ClientModel and Azure.Core throw where no answer came at all, with the attempts' exceptions inside.
    private const string GivenUp = "Retry failed after ";

    // What the Anthropic SDK throws where its own time limit (not HttpClient's) ended each attempt: no type of its own is in the chain.
    private const string TimedOut = "The request was canceled due to the configured client timeout of ";

    /// <summary>Makes our error of it, or null when it is none that can be recognised. Its message never quotes the cause, which may quote the prompt.</summary>
    /// <param name="service">"chat" or "embedding".</param>
    /// <param name="exception">What the client threw.</param>
    public static MemoryException? Translate(string service, Exception exception)
    {
        if (StatusOf(exception) is { } status)
        {
            return status is 401 or 403
                ? new MemoryAccessDeniedException(service, $"The {service} service refused access: HTTP {Digits(status)}.", exception)
                : new MemoryNetworkException(service, $"The {service} service answered with HTTP {Digits(status)}.", exception, status);
        }

        return IsBroken(exception) ? new MemoryNetworkException(service, $"The {service} service is not called for a while: it failed several times in a row.", exception)
            : IsTimeout(exception) ? new MemoryNetworkException(service, $"The {service} service did not answer in time.", exception)
            : IsOutage(exception) ? new MemoryNetworkException(service, $"The {service} service could not be reached.", exception)
            : null;
    }

    /// <summary>Tells whether the same call may succeed when it is made again, and nobody has done so yet.</summary>
    public static bool IsWorthRetrying(Exception? exception) => exception switch
    {
        Polly.Timeout.TimeoutRejectedException => true,
        MemoryNetworkException { IsTransient: true } error => !Chain(error).Any(IsOfRetryingSdk),
        _ => false,
    };

    /// <summary>Tells whether the service, and not the call, is at fault.</summary>
    public static bool IsOfTheService(Exception? exception) =>
        exception is Polly.Timeout.TimeoutRejectedException or MemoryNetworkException { IsTransient: true };

    /// <summary>Tells whether an error came of a time limit or of no connection.</summary>
    public static bool IsTimeoutOrOutage(Exception exception) => IsTimeout(exception) || IsOutage(exception);

    /// <summary>Gets the HTTP status that an exception or its causes speak of, or null.</summary>
    public static int? StatusOf(Exception exception) =>
        Chain(exception)
            .Select(e => e switch
            {
                HttpRequestException { StatusCode: { } code } => (int)code,
                MemoryException error => error.DebugInfo.GetValueOrDefault("http_status") as int?,
                _ => StatusIn(e.Message),
            })
            .FirstOrDefault(status => status is not null);

    private static bool IsTimeout(Exception exception) =>
        Chain(exception).Any(e => e is TimeoutException or OperationCanceledException or Polly.Timeout.TimeoutRejectedException);

    private static bool IsBroken(Exception exception) => Chain(exception).Any(e => e is Polly.CircuitBreaker.BrokenCircuitException);

    // A rate limiter of the host's own (Polly) speaks for the service behind it.
    private static bool IsOutage(Exception exception) =>
        Chain(exception).Any(e => e is HttpRequestException or IOException or SocketException or Polly.ExecutionRejectedException);

    // A pipeline of the host's own (Polly) has done what it is to do, too.
    private static bool IsOfRetryingSdk(Exception exception) =>
        exception is Polly.ExecutionRejectedException
        || (exception is AggregateException && exception.Message.StartsWith(GivenUp, StringComparison.Ordinal))
        || (exception is OperationCanceledException && exception.Message.StartsWith(TimedOut, StringComparison.Ordinal))
        || Array.Exists(RetryingSdks, sdk => exception.GetType().FullName?.StartsWith(sdk, StringComparison.Ordinal) == true);

    /// <summary>
    /// Reads "HTTP 429 (…", as the OpenAI SDK opens its messages, "…\nStatus: 429 (…", as System.ClientModel and Azure.Core
    /// write them, and "Status Code: TooManyRequests\n…", as Anthropic's does. Their properties are out of reach without a reference
    /// or reflection.
    /// </summary>
    private static int? StatusIn(string message)
    {
        const string Opening = "HTTP ";
        const string Line = "\nStatus: ";
        const string Named = "Status Code: ";
        if (message.StartsWith(Named, StringComparison.Ordinal))
        {
            ReadOnlySpan<char> code = message.AsSpan(Named.Length);
            int end = code.IndexOfAny('\r', '\n');
            return Enum.TryParse(end < 0 ? code : code[..end], out HttpStatusCode named) && (int)named is >= 400 and <= 599 ? (int)named : null;
        }

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
