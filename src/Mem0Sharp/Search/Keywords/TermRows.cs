namespace Mem0Sharp;

/// <summary>A term and the rows that have it, in no order. Not thread-safe.</summary>
internal struct TermRows(string term)
{
    private RowCount[] _rows = new RowCount[1];

    /// <summary>Gets the term.</summary>
    public string Term { get; } = term;

    /// <summary>Gets how many rows have it.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the rows, until the next change.</summary>
    public readonly ReadOnlySpan<RowCount> Rows => _rows.AsSpan(0, Count);

    /// <summary>Adds a row.</summary>
    /// <returns>Its place, until it is moved.</returns>
    public int Add(RowCount row)
    {
        if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, Count * 2);
        }

        _rows[Count] = row;
        return Count++;
    }

    /// <summary>Removes what stands at a place; the last row takes it.</summary>
    /// <returns>The row that stands there now, or null when the last one was removed.</returns>
    public int? RemoveAt(int place)
    {
        Count--;
        int? moved = null;
        if (place < Count)
        {
            _rows[place] = _rows[Count];
            moved = _rows[place].Row;
        }

        if (Count > 0 && Count <= _rows.Length / 4)
        {
            Array.Resize(ref _rows, _rows.Length / 2);
        }

        return moved;
    }

    /// <summary>Gives what stands at a place another row number.</summary>
    public readonly void Renumber(int place, int row) => _rows[place] = _rows[place] with { Row = row };
}
