using System.Numerics;

namespace Mem0Sharp;

/// <summary>All rows, in pages, and which of them nobody has.</summary>
/// <remarks>
/// One thread writes; any number reads rows that its state has. Rows are given out in extents of 1 to 256 that lie in one page: halves of
/// halves of a page, put together again when both are free. A page of which nothing is in use is let go, but for one.
/// </remarks>
/// <param name="dimensions">The length of the vectors.</param>
/// <param name="keepsVectors">Whether vectors are kept beside their codes.</param>
internal sealed class RowTable(int dimensions, bool keepsVectors)
{
    private readonly int _stride = CodeFormat.Stride(dimensions);
    private readonly HashSet<int>[] _free = [.. Enumerable.Range(0, RowPage.Bits + 1).Select(_ => new HashSet<int>())];
    private readonly Stack<int> _unused = new();
    private RowPage?[] _pages = [];
    private int _pageCount;

    public int Dimensions => dimensions;

    /// <summary>Gets a value indicating whether vectors are kept beside their codes.</summary>
    public bool KeepsVectors => keepsVectors;

    /// <summary>Gets the bytes of a row's codes.</summary>
    public int Stride => _stride;

    /// <summary>Gets how many rows there can be without another page number; all row numbers are below it.</summary>
    public int Bound => Volatile.Read(ref _pageCount) << RowPage.Bits;

    /// <summary>Gets how many pages there are.</summary>
    public int PageCount => _pageCount - _unused.Count;

    /// <summary>Gets the page of a row that is in use.</summary>
    public RowPage Page(int row) => Volatile.Read(ref _pages)[row >> RowPage.Bits]!;

    /// <summary>Gets the page of a row; null where it was let go, since no state that anybody sees has a row of it.</summary>
    public RowPage? PageIfAny(int row) => Volatile.Read(ref Volatile.Read(ref _pages)[row >> RowPage.Bits]);

    /// <summary>Gets the place of a row in its page.</summary>
    public static int Place(int row) => row & (RowPage.Rows - 1);

    /// <summary>Gets the state of a row that is in use.</summary>
    public ref RowState State(int row) => ref Page(row).States[Place(row)];

    /// <summary>Gets the memory of a row in a state; null where the state has no such row.</summary>
    public MemoryItem? ItemAt(int row, long stamp)
    {
        int place = Place(row);
        if (PageIfAny(row) is not { } page || !page.States[place].IsIn(stamp))
        {
            return null;
        }

        object? item = Volatile.Read(ref page.Items[place]);
        return item as MemoryItem ?? ((Versioned<MemoryItem>?)item)?.At(stamp)?.Value;
    }

    /// <summary>Gets the newest memory of a row that is in use.</summary>
    public MemoryItem Newest(int row)
    {
        object item = Page(row).Items[Place(row)]!;
        return item as MemoryItem ?? ((Versioned<MemoryItem>)item).Value;
    }

    /// <summary>Gets the memories that any reader may see in a row.</summary>
    public IEnumerable<MemoryItem> AllOf(int row)
    {
        object? item = PageIfAny(row) is { } page ? Volatile.Read(ref page.Items[Place(row)]) : null;
        for (Versioned<MemoryItem>? known = item as Versioned<MemoryItem>; known is not null; known = known.Before)
        {
            yield return known.Value;
        }

        if (item is MemoryItem only)
        {
            yield return only;
        }
    }

    /// <summary>Gets the rows that are in use, with all memories that any reader may see in them.</summary>
    public IEnumerable<(MemoryItem Item, int Row)> InUse()
    {
        int bound = Bound;
        for (int row = 0; row < bound; row++)
        {
            foreach (MemoryItem item in AllOf(row))
            {
                yield return (item, row);
            }
        }
    }

    /// <summary>Makes pages, so that so many rows can be had without further memory.</summary>
    public void Reserve(int rows)
    {
        for (int free = _free[RowPage.Bits].Count << RowPage.Bits; free < rows; free += RowPage.Rows)
        {
            AddPage();
        }
    }

    /// <summary>Takes rows that lie together.</summary>
    /// <param name="count">How many, a power of two, at most a page.</param>
    public RowExtent Allocate(int count)
    {
        int level = BitOperations.Log2((uint)count);
        int from = level;
        while (from <= RowPage.Bits && _free[from].Count == 0)
        {
            from++;
        }

        if (from > RowPage.Bits)
        {
            AddPage();
            from = RowPage.Bits;
        }

        int start = _free[from].First();
        _free[from].Remove(start);
        while (from > level)
        {
            from--;
            _free[from].Add(start + (1 << from));
        }

        return new RowExtent(start, count);
    }

    /// <summary>Takes rows back, none of which is in use.</summary>
    public void Free(RowExtent extent)
    {
        int start = extent.Start;
        int level = BitOperations.Log2((uint)extent.Count);
        while (level < RowPage.Bits && _free[level].Remove(start ^ (1 << level)))
        {
            start &= ~(1 << level);
            level++;
        }

        if (level == RowPage.Bits && _free[level].Count > 0)
        {
            // One that is free is enough: a store at a boundary would otherwise make one with every second change.
            Volatile.Write(ref _pages[start >> RowPage.Bits], null);
            _unused.Push(start >> RowPage.Bits);
            return;
        }

        _free[level].Add(start);
    }

    private void AddPage()
    {
        RowPage page = new(dimensions, _stride, keepsVectors);
        if (!_unused.TryPop(out int number))
        {
            number = _pageCount;
            if (number == _pages.Length)
            {
                RowPage?[] larger = new RowPage?[Math.Max(16, number * 2)];
                _pages.CopyTo(larger, 0);
                Volatile.Write(ref _pages, larger);
            }

            Volatile.Write(ref _pages[number], page);
            Volatile.Write(ref _pageCount, number + 1);
        }
        else
        {
            Volatile.Write(ref _pages[number], page);
        }

        _free[RowPage.Bits].Add(number << RowPage.Bits);
    }
}
