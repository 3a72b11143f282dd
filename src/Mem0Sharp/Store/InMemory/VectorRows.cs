namespace Mem0Sharp;

/// <summary>Vectors of one dimension, row after row, without gaps.</summary>
/// <remarks>
/// In segments of a fixed number of rows: growing adds a segment and copies nothing, where one array would double, and need both
/// halves at once. Not thread-safe; the store's lock guards it.
/// </remarks>
internal sealed class VectorRows(int dimensions)
{
    private const int SegmentBits = 8;
    private readonly List<float[]> _segments = [];

    /// <summary>The number of rows in a segment. At 1,536 dimensions a segment has 1.5 MiB.</summary>
    public const int SegmentRows = 1 << SegmentBits;

    public int Dimensions => dimensions;

    public int Count { get; private set; }

    public ReadOnlySpan<float> this[int row] => Row(row);

    /// <summary>Makes room, so that what follows cannot fail for want of memory.</summary>
    public void Reserve(int rows)
    {
        while ((long)_segments.Count << SegmentBits < rows)
        {
            _segments.Add(GC.AllocateUninitializedArray<float>(dimensions << SegmentBits));
        }
    }

    /// <summary>Adds a row for the caller to fill.</summary>
    public Span<float> Append()
    {
        Reserve(Count + 1);
        return Row(Count++);
    }

    /// <summary>Returns a row to be overwritten.</summary>
    public Span<float> Row(int row) =>
        _segments[row >> SegmentBits].AsSpan((row & (SegmentRows - 1)) * dimensions, dimensions);

    /// <summary>Removes a row; the last row takes its place.</summary>
    public void SwapRemove(int row)
    {
        int last = Count - 1;
        if (row != last)
        {
            Row(last).CopyTo(Row(row));
        }

        Count = last;

        // One spare segment stays: a store at a boundary would otherwise allocate one with every second change.
        int needed = ((last + SegmentRows - 1) >> SegmentBits) + 1;
        if (_segments.Count > needed)
        {
            _segments.RemoveRange(needed, _segments.Count - needed);
        }
    }
}
