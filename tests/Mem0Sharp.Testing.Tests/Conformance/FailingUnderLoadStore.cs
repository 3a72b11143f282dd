namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that cannot stand two searches at once, as one over a single connection.</summary>
internal sealed class FailingUnderLoadStore : DelegatingVectorStore
{
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _searches;
    private int _inside;

    public override async Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Increment(ref _inside) > 1)
        {
            _second.TrySetResult();
            throw new MemoryStoreException("The connection is busy.");
        }

        if (Interlocked.Increment(ref _searches) == 1)
        {
            // Waits for the second, so that the fault shows however the threads run.
            await _second.Task.WaitAsync(cancellationToken);
        }

        IReadOnlyList<VectorMatch> matches = await base.SearchAsync(query, cancellationToken);
        Interlocked.Decrement(ref _inside);
        return matches;
    }
}
