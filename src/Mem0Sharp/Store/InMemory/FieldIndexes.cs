namespace Mem0Sharp;

/// <summary>Indexes of the fields that filters compare, by which few rows are found without looking at all.</summary>
/// <remarks>
/// An index is made when a filter first asks for its field, from all rows, and kept up to date from then on; of more than
/// <see cref="MostFields"/> fields, those asked for last have one. What it leads to holds every match and perhaps others: the filter is
/// evaluated for each row all the same, so an index can make a search quicker and never another. Texts of memories have none: keywords
/// do. Thread-safe: a search that comes while an index is changed or made waits for nothing, it looks at all rows.
/// </remarks>
/// <param name="inUse">Gets the rows, each with every memory that any reader may see in it.</param>
internal sealed class FieldIndexes(Func<IEnumerable<(MemoryItem Item, int Row)>> inUse)
{
    /// <summary>Most fields that have an index at once.</summary>
    public const int MostFields = 16;

    // What a step from one value to the next in order costs, in rows that are looked at instead.
    private const int RowsOfAStep = 12;

    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly Dictionary<MemoryField, FieldIndex> _indexes = [];
    private long _uses;

    /// <summary>Gets how many fields have an index.</summary>
    public int Count => _indexes.Count;

    /// <summary>Gets how many different values all indexes hold.</summary>
    public int ValueCount => _indexes.Values.Sum(index => index.ValueCount);

    /// <summary>Adds what a row has, before any reader sees it.</summary>
    public void Add(MemoryItem item, int row)
    {
        lock (_gate)
        {
            foreach (FieldIndex index in _indexes.Values)
            {
                index.Add(item, row);
            }
        }
    }

    /// <summary>Removes what a row had, when no reader sees it any longer.</summary>
    /// <param name="item">What it had.</param>
    /// <param name="row">The row.</param>
    /// <param name="left">What readers see in it still.</param>
    public void Remove(MemoryItem item, int row, IEnumerable<MemoryItem> left)
    {
        lock (_gate)
        {
            foreach (FieldIndex index in _indexes.Values)
            {
                index.Remove(item, row);
                foreach (MemoryItem other in left)
                {
                    // Of the values that both have.
                    index.Add(other, row);
                }
            }
        }
    }

    /// <summary>Finds rows among which are all that match a filter.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="most">Most rows worth having.</param>
    /// <returns>Rows without repetition; null when the indexes know none so few, or are being changed.</returns>
    public int[]? Candidates(MemoryFilter filter, int most)
    {
        if (!_gate.TryEnter())
        {
            return null;
        }

        try
        {
            return Rows(filter, most);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private int[]? Rows(MemoryFilter filter, int most)
    {
        if (Find(filter, most) is not { } found)
        {
            return null;
        }

        int[] rows = new int[found.Sum(entry => entry.Count)];
        int at = 0;
        foreach (FieldIndexEntry entry in found)
        {
            entry.CopyTo(rows.AsSpan(at));
            at += entry.Count;
        }

        return found.Count > 1 ? [.. rows.Distinct()] : rows;
    }

    private List<FieldIndexEntry>? Find(MemoryFilter filter, int most) => filter switch
    {
        ComparisonFilter { Field.Source: not FilterSource.Text } comparison => Find(comparison, most),
        GroupFilter { IsAnd: true } group => FindFewest(group.Filters, most),
        GroupFilter group => FindAll(group.Filters, most),
        _ => null,
    };

    private List<FieldIndexEntry>? Find(ComparisonFilter comparison, int most) => comparison.Operator switch
    {
        FilterOperator.Equal or FilterOperator.In => Few(
            comparison.Operands.Distinct().Select(IndexOf(comparison.Field).RowsWith).OfType<FieldIndexEntry>(), most, leastOfEach: 0),
        FilterOperator.Greater or FilterOperator.AtLeast => Few(
            IndexOf(comparison.Field).RowsBetween(comparison.Operands[0].Kind, comparison.Operands[0], most: null), most, RowsOfAStep),
        FilterOperator.Less or FilterOperator.AtMost => Few(
            IndexOf(comparison.Field).RowsBetween(comparison.Operands[0].Kind, least: null, comparison.Operands[0]), most, RowsOfAStep),
        _ => null,
    };

    /// <summary>Finds the rows of the condition that has the fewest: all must match, so they all are among them.</summary>
    private List<FieldIndexEntry>? FindFewest(IReadOnlyList<MemoryFilter> filters, int most)
    {
        // What leads to few soonest comes first: the others end as soon as they have more.
        List<FieldIndexEntry>? fewest = null;
        foreach (MemoryFilter filter in filters.Where(filter => !IsOrder(filter)))
        {
            Keep(Find(filter, most));
        }

        List<MemoryFilter> between = [];
        foreach ((ComparisonFilter least, ComparisonFilter upper) in Between(filters))
        {
            // Of several values of a row one may be above the one end, and another below the other.
            FieldIndex index = IndexOf(least.Field);
            if (index.SeveralCount == 0)
            {
                between.AddRange([least, upper]);
                Keep(Few(index.RowsBetween(least.Operands[0].Kind, least.Operands[0], upper.Operands[0]), most, RowsOfAStep));
            }
        }

        // What lies between two ends is fewer than what lies beyond one.
        foreach (MemoryFilter filter in filters.Where(filter => IsOrder(filter) && !between.Contains(filter)))
        {
            Keep(Find(filter, most));
        }

        return fewest;

        void Keep(List<FieldIndexEntry>? found)
        {
            if (found is not null)
            {
                (fewest, most) = (found, Math.Max(0, found.Sum(entry => entry.Count) - 1));
            }
        }
    }

    /// <summary>Finds the rows of all conditions together: one of them must match.</summary>
    private List<FieldIndexEntry>? FindAll(IReadOnlyList<MemoryFilter> filters, int most)
    {
        List<FieldIndexEntry> all = [];
        foreach (MemoryFilter filter in filters)
        {
            if (Find(filter, most) is not { } found)
            {
                return null;
            }

            all.AddRange(found);
            most -= found.Sum(entry => entry.Count);
        }

        return all;
    }

    private static bool IsOrder(MemoryFilter filter) => filter is ComparisonFilter
    {
        Operator: FilterOperator.Greater or FilterOperator.AtLeast or FilterOperator.Less or FilterOperator.AtMost,
    };

    private static IEnumerable<(ComparisonFilter Least, ComparisonFilter Most)> Between(IReadOnlyList<MemoryFilter> filters) =>
        from least in filters.OfType<ComparisonFilter>()
        where least.Operator is FilterOperator.Greater or FilterOperator.AtLeast && least.Field.Source != FilterSource.Text
        from most in filters.OfType<ComparisonFilter>()
        where most.Operator is FilterOperator.Less or FilterOperator.AtMost
            && most.Field.Equals(least.Field)
            && most.Operands[0].Kind == least.Operands[0].Kind
        select (least, most);

    private static List<FieldIndexEntry>? Few(IEnumerable<FieldIndexEntry> entries, int most, int leastOfEach)
    {
        List<FieldIndexEntry> few = [];
        foreach (FieldIndexEntry entry in entries)
        {
            most -= Math.Max(entry.Count, leastOfEach);
            if (most < 0)
            {
                return null;
            }

            few.Add(entry);
        }

        return few;
    }

    private FieldIndex IndexOf(MemoryField field)
    {
        if (!_indexes.TryGetValue(field, out FieldIndex? index))
        {
            index = new FieldIndex(field);
            foreach ((MemoryItem item, int row) in inUse())
            {
                index.Add(item, row);
            }

            if (_indexes.Count == MostFields)
            {
                _indexes.Remove(_indexes.MinBy(known => known.Value.LastUse).Key);
            }

            _indexes.Add(field, index);
        }

        index.LastUse = ++_uses;
        return index;
    }
}
