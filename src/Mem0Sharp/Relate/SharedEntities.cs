using System.Runtime.InteropServices;

namespace Mem0Sharp;

/// <summary>The steps from memory to memory that name the same: a person, a place, a title, an identifier, a day.</summary>
/// <remarks>
/// A thing that n memories name brings each two of them 1/n, and several things together 1 less the product of what each leaves: so what is rare relates, and
/// what everything names does not. Numbers relate nothing.
/// </remarks>
internal sealed class SharedEntities
{
    /// <summary>What more memories than these name relates none of them.</summary>
    public const int MostNaming = 100;

    private readonly IReadOnlyDictionary<string, MemoryItem> _items;
    private readonly Dictionary<(MemoryEntityKind, string), List<string>> _naming = [];

    public SharedEntities(IReadOnlyDictionary<string, MemoryItem> items)
    {
        _items = items;
        foreach (MemoryItem item in items.Values)
        {
            foreach (MemoryEntity entity in Relating(item))
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_naming, KeyOf(entity), out _) ??= []).Add(item.Id);
            }
        }
    }

    /// <summary>Gets the steps from a memory, one to each memory that names any of what it names.</summary>
    public IEnumerable<MemoryStep> From(string id)
    {
        Dictionary<string, (double Left, List<MemoryEntity> Shared)> others = new(StringComparer.Ordinal);
        foreach (MemoryEntity entity in Relating(_items[id]))
        {
            List<string> naming = _naming[KeyOf(entity)];
            if (naming.Count > MostNaming)
            {
                continue;
            }

            foreach (string other in naming.Where(other => !string.Equals(other, id, StringComparison.Ordinal)))
            {
                (double left, List<MemoryEntity> shared) = others.TryGetValue(other, out (double, List<MemoryEntity>) known) ? known : (1, []);
                shared.Add(entity);
                others[other] = (left * (1 - (1.0 / naming.Count)), shared);
            }
        }

        return others.Select(other => new MemoryStep(other.Key, MemoryRelation.SharesEntities, 1 - other.Value.Left) { Entities = other.Value.Shared });
    }

    private static IEnumerable<MemoryEntity> Relating(MemoryItem item) =>
        item.Entities.Where(entity => entity.Kind != MemoryEntityKind.Number).DistinctBy(KeyOf);

    /// <summary>Names are the same in any case: "NASA" and "Nasa".</summary>
    private static (MemoryEntityKind Kind, string Text) KeyOf(MemoryEntity entity) => (entity.Kind, entity.Text.ToUpperInvariant());
}
