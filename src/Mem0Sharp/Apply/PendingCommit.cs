namespace Mem0Sharp;

/// <summary>One caller's writes, waiting for a transaction.</summary>
internal sealed class PendingCommit(IReadOnlyList<HistoryWrite> writes)
{
    private const int Waiting = 0, Taken = 1, Abandoned = 2;

    private readonly TaskCompletionSource<IReadOnlyList<HistoryWriteResult>> _completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _state;

    public IReadOnlyList<HistoryWrite> Writes { get; } = writes;

    public Task<IReadOnlyList<HistoryWriteResult>> Completion => _completion.Task;

    /// <summary>Takes it into a transaction. False when its caller gave up before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Gives it up, unless it is in a transaction already: then it runs to its end, and its caller waits.</summary>
    public void Abandon(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Abandoned, Waiting) == Waiting)
        {
            _completion.TrySetCanceled(cancellationToken);
        }
    }

    public void Complete(IReadOnlyList<HistoryWriteResult> results) => _completion.TrySetResult(results);

    public void Fail(Exception error) => _completion.TrySetException(error);
}
