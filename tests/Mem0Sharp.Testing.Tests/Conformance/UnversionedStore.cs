namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that looks at no version, or at some only: it gives changes rising versions of its own, and gives back theirs.</summary>
/// <param name="applies">Says whether a change is applied, given the last one of its id that was, or null.</param>
internal sealed class UnversionedStore(Func<VectorChange?, VectorChange, bool> applies) : DelegatingVectorStore
{
    private readonly Dictionary<string, VectorChange> _last = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _version;

    public override Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            List<VectorChange> applied = [];
            foreach (VectorChange change in changes)
            {
                if (applies(_last.GetValueOrDefault(change.Id), change))
                {
                    _last[change.Id] = change;
                    applied.Add(change switch
                    {
                        VectorChange.Upsert upsert => new VectorChange.Upsert(upsert.Item with { Version = ++_version }, upsert.Vector),
                        VectorChange.Describe describe => new VectorChange.Describe(describe.Item with { Version = ++_version }),
                        _ => new VectorChange.Delete(change.Id, ++_version),
                    });
                }
            }

            return base.ApplyAsync(applied, position, cancellationToken);
        }
    }

    public override async Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VectorMatch> matches = await base.SearchAsync(query, cancellationToken);
        lock (_lock)
        {
            return [.. matches.Select(match => match with { Item = match.Item with { Version = _last[match.Item.Id].Version } })];
        }
    }
}
