namespace Mem0Sharp;

/// <summary>A service (a model, an embedder, a remote store) could not be reached or did not answer in time.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryNetworkException : MemoryException
{
    /// <summary>Initializes the error.</summary>
    /// <param name="service">Which service: "chat", "embedding" or "store".</param>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause, or null.</param>
    /// <param name="httpStatus">The HTTP status, or null when there was no answer.</param>
    public MemoryNetworkException(string service, string message, Exception? innerException = null, int? httpStatus = null)
        : base(MemoryErrorCodes.Network, message, "Nothing was written. Check the service, then call again.", innerException)
    {
        Service = service;
        Details = Facts(("service", service));
        DebugInfo = httpStatus is null ? DebugInfo : Facts(("http_status", httpStatus));
    }

    /// <summary>Gets which service: "chat", "embedding" or "store".</summary>
    public string Service { get; }

    /// <summary>Gets a value indicating whether the same call may succeed later: true.</summary>
    public override bool IsTransient => true;
}
