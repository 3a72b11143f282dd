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
        bool waits = Interlocked.Increment(ref _batches) == 2;
        _isTorn = waits;
        await base.ApplyAsync([.. changes.Take(half)], position, cancellationToken);
        if (waits)
        {
            // Until a search has seen the half, so that the fault shows however the threads run. Once: who sees it searches no more.
            await _searched.Task.WaitAsync(cancellationToken);
            _isTorn = false;
        }

        await base.ApplyAsync([.. changes.Skip(half)], position, cancellationToken);
    }

    public override async Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VectorMatch> matches = await base.SearchAsync(query, cancellationToken);
        if (_isTorn && matches.Select(match => match.Item.Text).Distinct(StringComparer.Ordinal).Skip(1).Any())
        {
            _searched.TrySetResult();
        }

        return matches;
    }
}
