using System.Numerics;

namespace Mem0Sharp;

/// <summary>Whose rows lie together: those of a user; of memories without a user, those of an agent, an app or a run.</summary>
/// <remarks>
/// One thread writes; any number reads <see cref="Extents"/> meanwhile. There are as many rows as memories, and at most an eighth more.
/// </remarks>
internal sealed class RowOwner(int number, ScopeEntry scope)
{
    private const int SmallestShare = 8;

    private readonly List<int> _free = [];
    private readonly List<RowExtent> _closed = [];
    private RowExtent[] _extents = [];

    /// <summary>Gets the number that <see cref="RowState.Owner"/> has of its rows.</summary>
    public int Number => number;

    /// <summary>Gets the scope of which these rows are.</summary>
    public ScopeEntry Scope => scope;

    /// <summary>Gets where its rows lie. Among them are rows that are free, or that the reader's state does not have.</summary>
    public RowExtent[] Extents => Volatile.Read(ref _extents);

    /// <summary>Gets how many rows there are, free ones among them.</summary>
    public int Capacity { get; private set; }

    /// <summary>Gets how many rows are in use, by any state.</summary>
    public int Used { get; private set; }

    /// <summary>Gets how many rows are free.</summary>
    public int FreeCount => _free.Count;

    /// <summary>Gets or sets how many rows it will still take with the changes that are being applied.</summary>
    public int Expected { get; set; }

    /// <summary>Gets how many rows it is given when it needs one.</summary>
    public int Share => 1 << BitOperations.Log2((uint)Math.Clamp(Math.Max(Capacity / SmallestShare, Expected), 1, RowPage.Rows));

    /// <summary>Gets or sets a value indicating whether it waits to be tidied up.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Gets a value indicating whether rows of it are to go as soon as nobody sees them.</summary>
    public bool IsShrinking => _closed.Count > 0;

    /// <summary>Takes a free row.</summary>
    public bool TryTake(out int row)
    {
        if (_free.Count == 0)
        {
            row = -1;
            return false;
        }

        row = _free[^1];
        _free.RemoveAt(_free.Count - 1);
        Used++;
        Expected = Math.Max(0, Expected - 1);
        return true;
    }

    /// <summary>Takes a row back.</summary>
    public void GiveBack(int row)
    {
        Used--;
        if (!_closed.Exists(extent => extent.Contains(row)))
        {
            _free.Add(row);
        }
    }

    /// <summary>Adds rows, all free.</summary>
    public void Add(RowExtent extent)
    {
        RowExtent[] extents = [.. _extents, extent];
        Array.Sort(extents, static (left, right) => left.Start.CompareTo(right.Start));
        Volatile.Write(ref _extents, extents);
        Capacity += extent.Count;

        // The last is taken first.
        for (int row = extent.Start + extent.Count - 1; row >= extent.Start; row--)
        {
            _free.Add(row);
        }
    }

    /// <summary>Has the rows of an extent not be taken again: it is to go.</summary>
    public void Close(RowExtent extent)
    {
        _closed.Add(extent);
        _free.RemoveAll(extent.Contains);
    }

    /// <summary>Takes rows away, none of which any reader's state has.</summary>
    public void Remove(RowExtent extent)
    {
        Volatile.Write(ref _extents, Array.FindAll(_extents, known => known != extent));
        _closed.Remove(extent);
        _free.RemoveAll(extent.Contains);
        Capacity -= extent.Count;
    }
}
