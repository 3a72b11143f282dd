namespace Mem0Sharp;

/// <summary>Rows that have something in common, each with a count, in the order in which they came.</summary>
/// <remarks>
/// One thread writes; any number reads meanwhile. A reader may see rows that its state does not have, which it must leave out itself; those that
/// its state has it sees all, each once. What is removed leaves a gap, and the list is written anew when a third of it are gaps.
/// </remarks>
internal sealed class PostingList
{
    /// <summary>What stands where a row was removed.</summary>
    public const long Gap = -1;

    private const int LeastGaps = 16;

    // The first element is how many follow: so whoever has the array has a length that fits it.
    private long[] _entries = new long[2];

    /// <summary>Gets how many rows there are.</summary>
    public int Live { get; private set; }

    /// <summary>
    /// Gets the rows and the gaps between them. Of each, <see cref="RowOf"/> and <see cref="CountOf"/> say what it is. One may become a gap at any
    /// moment: whoever reads beside the writer reads each once.
    /// </summary>
    public ReadOnlySpan<long> Entries
    {
        get
        {
            long[] entries = Volatile.Read(ref _entries);
            return entries.AsSpan(1, (int)Volatile.Read(ref entries[0]));
        }
    }

    /// <summary>Gets a value indicating whether it has so many gaps that it is worth writing anew.</summary>
    public bool IsSparse => Entries.Length - Live is > LeastGaps and var gaps && gaps > Live / 2;

    public static int RowOf(long entry) => (int)(entry >> 32);

    public static int CountOf(long entry) => (int)entry;

    /// <summary>Adds a row.</summary>
    /// <returns>Its place, until the list is written anew.</returns>
    public int Add(int row, int count)
    {
        int place = (int)_entries[0];
        if (place + 1 == _entries.Length)
        {
            long[] larger = new long[Math.Max(4, _entries.Length * 2)];
            _entries.CopyTo(larger, 0);
            Volatile.Write(ref _entries, larger);
        }

        _entries[place + 1] = ((long)row << 32) | (uint)count;
        Volatile.Write(ref _entries[0], place + 1);
        Live++;
        return place;
    }

    /// <summary>Removes what stands at a place.</summary>
    public void RemoveAt(int place)
    {
        Volatile.Write(ref _entries[place + 1], Gap);
        Live--;
    }

    /// <summary>Writes the list anew, without gaps.</summary>
    /// <param name="moved">Told of each row where it stands now.</param>
    public void Compact(Action<int, int> moved)
    {
        ReadOnlySpan<long> entries = Entries;
        long[] dense = new long[Live + (Live / 4) + 2];
        int place = 0;
        foreach (long entry in entries)
        {
            if (entry != Gap)
            {
                dense[place + 1] = entry;
                moved(RowOf(entry), place++);
            }
        }

        dense[0] = place;
        Volatile.Write(ref _entries, dense);
    }
}
