namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that applies a batch in two halves, and lets searches in between.</summary>
internal sealed class TornBatchStore : DelegatingVectorStore
{
    private readonly TaskCompletionSource _searched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _batches;
    private volatile bool _isTorn;

    public override async Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        int half = changes.Count / 2;
        await base.ApplyAsync([.. changes.Take(half)], position, cancellationToken);
        if (Interlocked.Increment(ref _batches) == 2)
        {
            // Until a search was made in between, so that the fault shows however the threads run. Once: the search gives up then.
            _isTorn = true;
            await _searched.Task.WaitAsync(cancellationToken);
            _isTorn = false;
        }

        await base.ApplyAsync([.. changes.Skip(half)], position, cancellationToken);
    }

    public override async Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        bool isTorn = _isTorn;
        IReadOnlyList<VectorMatch> matches = await base.SearchAsync(query, cancellationToken);
        if (isTorn)
        {
            _searched.TrySetResult();
        }

        return matches;
    }
}
