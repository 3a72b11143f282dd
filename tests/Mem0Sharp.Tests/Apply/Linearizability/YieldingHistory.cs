namespace Mem0Sharp.Tests.Apply.Linearizability;

/// <summary>A history whose calls give up their thread at random places, so that calls interleave on any number of processors.</summary>
internal class YieldingHistory(IHistoryStore inner, int seed) : DelegatingHistory(inner)
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Random _random = new(seed);

    public override async Task<HistoryCommit> CommitAsync(
        IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default)
    {
        await YieldAsync();
        HistoryCommit commit = await base.CommitAsync(writes, cancellationToken);
        await YieldAsync();
        return commit;
    }

    public override async Task<IReadOnlyList<MemoryHead?>> GetHeadsAsync(
        IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        await YieldAsync();
        IReadOnlyList<MemoryHead?> heads = await base.GetHeadsAsync(ids, cancellationToken);
        await YieldAsync();
        return heads;
    }

    private async Task YieldAsync()
    {
        int times;
        lock (_gate)
        {
            times = _random.Next(4);
        }

        for (int i = 0; i < times; i++)
        {
            await Task.Yield();
        }
    }
}
