namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that forgets an id of the scope it is asked for, and searches everything when none is left.</summary>
internal sealed class ScopeStore(Func<MemoryScope, (string? User, string? Agent, string? Run, string? App)> forget) : DelegatingVectorStore
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
        (string? user, string? agent, string? run, string? app) = forget(query.Scope);
        return user is null && agent is null && run is null && app is null
            ? await _all.SearchAsync(Inner, query, cancellationToken)
            : await base.SearchAsync(AllMemories.Within(query, MemoryScope.Create(user, agent, run, app)), cancellationToken);
    }
}
