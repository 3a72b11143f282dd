namespace Mem0Sharp;

/// <summary>The history or the vector store failed.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryStoreException : MemoryException
{
    private readonly bool _isTransient;

    /// <summary>Initializes the error.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="isCommitted">Whether the change is in the history all the same.</param>
    /// <param name="isTransient">Whether the same call may succeed later.</param>
    /// <param name="innerException">The cause, or null.</param>
    /// <param name="nativeErrorCode">The store's own error code, or null.</param>
    public MemoryStoreException(
        string message, bool isCommitted = false, bool isTransient = false, Exception? innerException = null, int? nativeErrorCode = null)
        : base(
            MemoryErrorCodes.Store,
            message,
            isCommitted
                ? "The change is committed: do not repeat it. What is missing is made up for before the next read, or when the file is opened again."
                : "Nothing was written. Check the file, the disk and who else uses them, then call again.",
            innerException)
    {
        IsCommitted = isCommitted;
        _isTransient = isTransient;
        Details = Facts(("is_committed", isCommitted));
        DebugInfo = nativeErrorCode is null ? DebugInfo : Facts(("native_error_code", nativeErrorCode));
    }

    /// <summary>
    /// Gets a value indicating whether the change is in the history although this call failed. When true, do not repeat it: the
    /// vector store is brought up to date before the next read.
    /// </summary>
    public bool IsCommitted { get; }

    /// <summary>
    /// Gets a value indicating whether what the vector store held was taken away by somebody else, emptied or replaced, since it was opened: the
    /// memory then opens it again, and fills it from the history.
    /// </summary>
    /// <value>Default false.</value>
    public bool IsStoreLost { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => _isTransient;
}
