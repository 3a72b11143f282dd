namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store whose position, count, clearing or token handling is wrong in one way.</summary>
internal sealed class BrokenLifecycleStore(LifecycleFault fault) : DelegatingVectorStore
{
    private HistoryPosition _last;

    public override async Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default)
    {
        HistoryPosition position = await base.OpenAsync(space, Token(cancellationToken));
        return fault switch
        {
            LifecycleFault.ForgetsPosition => HistoryPosition.Start,
            LifecycleFault.TakesOlderPosition => _last,
            LifecycleFault.StartsAtOne when position == HistoryPosition.Start => new HistoryPosition(0, 1),
            LifecycleFault.DropsEpoch => position with { Epoch = 0 },
            _ => position,
        };
    }

    public override async Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        if (fault == LifecycleFault.SkipsEmptyBatch && changes.Count == 0)
        {
            return;
        }

        await base.ApplyAsync(changes, position, Token(cancellationToken));
        _last = position;
    }

    public override Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        base.SearchAsync(query, Token(cancellationToken));

    public override Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default) =>
        base.SearchKeywordsAsync(query, Token(cancellationToken));

    public override async Task<long> CountAsync(CancellationToken cancellationToken = default)
    {
        long count = await base.CountAsync(Token(cancellationToken));
        return fault == LifecycleFault.CountsOneTooMany ? count + 1 : count;
    }

    public override Task ClearAsync(CancellationToken cancellationToken = default) =>
        fault == LifecycleFault.ClearsNothing ? Task.CompletedTask : base.ClearAsync(Token(cancellationToken));

    private CancellationToken Token(CancellationToken token) => fault == LifecycleFault.IgnoresTokens ? CancellationToken.None : token;
}
