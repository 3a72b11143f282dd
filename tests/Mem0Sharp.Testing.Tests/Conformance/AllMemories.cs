namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>Searches a store over everybody's memories, which a scope cannot say: by each user and run it was ever told of.</summary>
internal sealed class AllMemories
{
    private readonly HashSet<MemoryScope> _scopes = [];

    public static VectorQuery Within(VectorQuery query, MemoryScope scope) =>
        new()
        {
            Vector = query.Vector,
            Scope = scope,
            Top = query.Top,
            MemoryIds = query.MemoryIds,
            MinScore = query.MinScore,
            ActiveAt = query.ActiveAt,
            MinTrust = query.MinTrust,
        };

    public void Add(IEnumerable<VectorChange> changes)
    {
        lock (_scopes)
        {
            _scopes.UnionWith(changes.OfType<VectorChange.Upsert>().Select(upsert => upsert.Item.Scope));
        }
    }

    public async Task<IReadOnlyList<VectorMatch>> SearchAsync(
        IVectorStore store, VectorQuery query, CancellationToken cancellationToken)
    {
        MemoryScope[] scopes;
        lock (_scopes)
        {
            scopes = [.. _scopes];
        }

        List<VectorMatch> matches = [];
        foreach (MemoryScope scope in scopes.DefaultIfEmpty(query.Scope))
        {
            matches.AddRange(await store.SearchAsync(Within(query, scope), cancellationToken));
        }

        return
        [
            .. matches.DistinctBy(match => match.Item.Id, StringComparer.Ordinal)
                .OrderByDescending(match => match.Score)
                .ThenBy(match => match.Item.Id, StringComparer.Ordinal)
                .Take(query.Top),
        ];
    }
}
