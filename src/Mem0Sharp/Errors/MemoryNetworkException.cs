namespace Mem0Sharp;

/// <summary>A service (a model, an embedder, a remote store) could not be reached or did not answer in time.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryNetworkException : MemoryException
{
    private readonly int? _httpStatus;

    /// <summary>Initializes the error.</summary>
    /// <param name="service">Which service: "chat", "embedding" or "store".</param>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause, or null.</param>
    /// <param name="httpStatus">The HTTP status, or null when there was no answer.</param>
    public MemoryNetworkException(string service, string message, Exception? innerException = null, int? httpStatus = null)
        : base(MemoryErrorCodes.Network, message, "Nothing was written. Check the service, then call again.", innerException)
    {
        Service = service;
        _httpStatus = httpStatus;
        Details = Facts(("service", service));
        DebugInfo = httpStatus is null ? DebugInfo : Facts(("http_status", httpStatus));
    }

    /// <summary>Gets which service: "chat", "embedding" or "store".</summary>
    public string Service { get; }

    /// <summary>
    /// Gets a value indicating whether the same call may succeed later: true, unless the service answered that the call itself is at
    /// fault (HTTP 4xx, but for 408, 409, 425 and 429).
    /// </summary>
    public override bool IsTransient => _httpStatus is null or < 400 or >= 500 or 408 or 409 or 425 or 429;
}
