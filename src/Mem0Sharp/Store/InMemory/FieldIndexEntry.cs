namespace Mem0Sharp;

/// <summary>A value of a field and the rows that have it; or an end of all values of a kind, to look between.</summary>
/// <remarks>Most values of most fields are one row's: only where there are more is there a set.</remarks>
internal sealed class FieldIndexEntry
{
    private readonly MemoryFilterValue _value;
    private readonly FilterValueKind _kind;
    private readonly int _edge;
    private HashSet<int>? _rows;
    private int _onlyRow;

    public FieldIndexEntry(MemoryFilterValue value) => (_value, _kind) = (value, value.Kind);

    private FieldIndexEntry(FilterValueKind kind, int edge) => (_kind, _edge) = (kind, edge);

    public static IComparer<FieldIndexEntry> Order { get; } = Comparer<FieldIndexEntry>.Create(Compare);

    public int Count { get; private set; }

    /// <summary>Makes what stands before all values of a kind.</summary>
    public static FieldIndexEntry Before(FilterValueKind kind) => new(kind, -1);

    /// <summary>Makes what stands behind all values of a kind.</summary>
    public static FieldIndexEntry Behind(FilterValueKind kind) => new(kind, 1);

    /// <summary>Adds a row; again changes nothing.</summary>
    public void Add(int row)
    {
        if (Count == 0)
        {
            (_onlyRow, Count) = (row, 1);
        }
        else if (_rows is not null || row != _onlyRow)
        {
            _rows ??= [_onlyRow];
            _rows.Add(row);
            Count = _rows.Count;
        }
    }

    /// <summary>Removes a row; one that is not there changes nothing.</summary>
    public void Remove(int row)
    {
        if (_rows is not null)
        {
            _rows.Remove(row);
            Count = _rows.Count;
        }
        else if (Count == 1 && row == _onlyRow)
        {
            Count = 0;
        }
    }

    public void CopyTo(Span<int> rows)
    {
        if (_rows is null)
        {
            rows[0] = _onlyRow;
            return;
        }

        int at = 0;
        foreach (int row in _rows)
        {
            rows[at++] = row;
        }
    }

    private static int Compare(FieldIndexEntry left, FieldIndexEntry right)
    {
        int order = left._kind.CompareTo(right._kind);
        order = order != 0 ? order : left._edge.CompareTo(right._edge);
        return order != 0 || left._edge != 0 ? order : MemoryFilterValue.Compare(left._value, right._value);
    }
}
