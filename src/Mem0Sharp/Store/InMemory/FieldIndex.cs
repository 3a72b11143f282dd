namespace Mem0Sharp;

/// <summary>For each value of one field, in their order: the rows that have it.</summary>
/// <remarks>
/// A value that no row has any longer is forgotten. Not thread-safe: many may look at once, while nothing is changed.
/// </remarks>
internal sealed class FieldIndex(MemoryField field)
{
    private readonly SortedSet<FieldIndexEntry> _entries = new(FieldIndexEntry.Order);

    /// <summary>Gets or sets when it was last asked for, by the count of all that was asked.</summary>
    public long LastUse { get; set; }

    /// <summary>Gets how many different values there are.</summary>
    public int ValueCount => _entries.Count;

    /// <summary>Gets how many rows have, or had, several values.</summary>
    public int SeveralCount { get; private set; }

    public void Add(MemoryItem item, int row)
    {
        int values = 0;
        foreach (FieldIndexEntry value in ValuesOf(item))
        {
            FieldIndexEntry entry = value;
            if (_entries.TryGetValue(value, out FieldIndexEntry? known))
            {
                entry = known;
            }
            else
            {
                _entries.Add(entry);
            }

            entry.Add(row);
            values++;
        }

        SeveralCount += values > 1 ? 1 : 0;
    }

    public void Remove(MemoryItem item, int row)
    {
        foreach (FieldIndexEntry value in ValuesOf(item))
        {
            if (_entries.TryGetValue(value, out FieldIndexEntry? entry))
            {
                entry.Remove(row);
                if (entry.Count == 0)
                {
                    _entries.Remove(entry);
                }
            }
        }
    }

    /// <summary>Gets the rows that have a value.</summary>
    public FieldIndexEntry? RowsWith(MemoryFilterValue value) => _entries.TryGetValue(new FieldIndexEntry(value), out FieldIndexEntry? entry) ? entry : null;

    /// <summary>Gets the rows that have a value of a kind between two, both included; no bound for null.</summary>
    public IEnumerable<FieldIndexEntry> RowsBetween(FilterValueKind kind, MemoryFilterValue? least, MemoryFilterValue? most)
    {
        FieldIndexEntry low = least is { } from ? new FieldIndexEntry(from) : FieldIndexEntry.Before(kind);
        FieldIndexEntry high = most is { } to ? new FieldIndexEntry(to) : FieldIndexEntry.Behind(kind);
        return FieldIndexEntry.Order.Compare(low, high) > 0 ? [] : _entries.GetViewBetween(low, high);
    }

    private List<FieldIndexEntry> ValuesOf(MemoryItem item)
    {
        List<FieldIndexEntry> values = [];
        field.Any(
            item,
            values,
            static (value, all) =>
            {
                // An object is equal to nothing, and in no order.
                if (value.Kind != FilterValueKind.Structure)
                {
                    all.Add(new FieldIndexEntry(value));
                }

                return false;
            });
        return values;
    }
}
