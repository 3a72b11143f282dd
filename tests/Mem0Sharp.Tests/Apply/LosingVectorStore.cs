namespace Mem0Sharp.Tests.Apply;

/// <summary>A store of which somebody takes away what it holds: it says so until it is opened again.</summary>
internal sealed class LosingVectorStore : DelegatingVectorStore
{
    private bool _isLost;

    /// <summary>Gets or sets a value indicating whether it is taken away as soon as the store is opened.</summary>
    public bool LosesAlways { get; set; }

    public int Opened { get; private set; }

    public async Task LoseAsync(CancellationToken cancellationToken)
    {
        await base.ClearAsync(cancellationToken);
        _isLost = true;
    }

    public override Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default)
    {
        Opened++;
        _isLost = LosesAlways;
        return base.OpenAsync(space, cancellationToken);
    }

    public override Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        Check();
        return base.ApplyAsync(changes, position, cancellationToken);
    }

    public override Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        Check();
        return base.SearchAsync(query, cancellationToken);
    }

    private void Check()
    {
        if (_isLost)
        {
            throw new MemoryStoreException("gone") { IsStoreLost = true };
        }
    }
}
