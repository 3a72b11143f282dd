namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that keeps all of a memory's ids in one bag, and takes a user's for an agent's.</summary>
internal sealed class MixedKindsStore : DelegatingVectorStore
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
        IReadOnlyList<VectorMatch> matches = await _all.SearchAsync(Inner, query, cancellationToken);
        return [.. matches.Where(match => !Ids(query.Scope).Except([.. Ids(match.Item.Scope), .. match.Item.LinkedRunIds], StringComparer.Ordinal).Any())];
    }

    private static IEnumerable<string> Ids(MemoryScope scope) =>
        new[] { scope.UserId, scope.AgentId, scope.RunId, scope.AppId }.OfType<string>();
}
