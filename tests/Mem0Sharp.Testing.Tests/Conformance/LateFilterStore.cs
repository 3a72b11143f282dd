namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that takes the best of all and then leaves out what is foreign or expired, as approximate indexes do.</summary>
internal sealed class LateFilterStore : DelegatingVectorStore
{
    private readonly AllMemories _all = new();

    public override Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        _all.Add(changes);
        return base.ApplyAsync(changes, position, cancellationToken);
    }

    public override async Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        VectorQuery timeless = new() { Vector = query.Vector, Scope = query.Scope, Top = query.Top, MinScore = query.MinScore };
        IReadOnlyList<VectorMatch> matches = await _all.SearchAsync(Inner, timeless, cancellationToken);
        return
        [
            .. matches.Where(match => query.Scope.Contains(match.Item)
                && !(match.Item.Trust < query.MinTrust)
                && (query.ActiveAt is not { } now || !match.Item.IsExpired(now))),
        ];
    }
}
