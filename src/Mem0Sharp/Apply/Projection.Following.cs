namespace Mem0Sharp;

/// <content>Looking at what others committed, while nobody reads.</content>
internal sealed partial class Projection
{
    // Ends once the history was opened, where each commit is in the store at once.
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Gets a value indicating whether what others erase or reset is noticed only by looking: where each commit is in the store at once, no read asks
    /// for the position. Elsewhere each does, and forgets before it looks for anything.
    /// </summary>
    public bool MustFollow => _isCommittedWith;

    /// <summary>Gets a task that ends when the history has been opened by whoever needed it.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Gets where the history ended when it was last looked at.</summary>
    public HistoryPosition Known => _position?.Value ?? HistoryPosition.Start;

    /// <summary>Looks at what was committed since: texts that are cached here and were erased, or of which everything was reset, are forgotten.</summary>
    public Task FollowAsync(CancellationToken cancellationToken) => ReopenAsync(cancellationToken);
}
