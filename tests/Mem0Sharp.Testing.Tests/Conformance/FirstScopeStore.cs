namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store whose index of scopes and links is written with the first version of a memory and never again.</summary>
internal sealed class FirstScopeStore : DelegatingVectorStore
{
    private readonly Dictionary<string, MemoryItem> _first = new(StringComparer.Ordinal);

    public override Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        lock (_first)
        {
            foreach (VectorChange.Upsert upsert in changes.OfType<VectorChange.Upsert>())
            {
                _first.TryAdd(upsert.Id, upsert.Item);
            }

            return base.ApplyAsync([.. changes.Select(Stale)], position, cancellationToken);
        }
    }

    private VectorChange Stale(VectorChange change) =>
        change is VectorChange.Upsert { Item: var item, Vector: var vector } && _first[item.Id] is { } first
            ? new VectorChange.Upsert(
                item with { Scope = first.Scope, LinkedAgentIds = first.LinkedAgentIds, LinkedRunIds = first.LinkedRunIds }, vector)
            : change;
}
