namespace Mem0Sharp;

/// <summary>A file or a service refused access.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryAccessDeniedException : MemoryException
{
    /// <summary>Initializes the error.</summary>
    /// <param name="resource">What refused: "file", "chat", "embedding" or "store".</param>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause, or null.</param>
    public MemoryAccessDeniedException(string resource, string message, Exception? innerException = null)
        : base(MemoryErrorCodes.AccessDenied, message, "Check the permissions of the file or the key of the service.", innerException)
    {
        Resource = resource;
        Details = Facts(("resource", resource));
    }

    /// <summary>Gets what refused: "file", "chat", "embedding" or "store".</summary>
    public string Resource { get; }
}
