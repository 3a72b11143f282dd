namespace Mem0Sharp;

/// <summary>Keeps the best of the matches offered, in a heap whose root is the worst of them.</summary>
/// <remarks>Lives in the buffer it is given, one place for each match to keep. Better is: the higher score, then the lower id.</remarks>
/// <param name="buffer">Its buffer.</param>
/// <param name="rows">The rows.</param>
/// <param name="stamp">The state that is looked at, which has all rows that are offered.</param>
/// <param name="count">How many the buffer has already, from before.</param>
internal ref struct BestMatches(Span<BestMatches.Entry> buffer, RowTable rows, long stamp, int count = 0)
{
    private readonly Span<Entry> _heap = buffer;
    private int _count = count;

    /// <summary>Gets how many there are.</summary>
    public readonly int Count => _count;

    /// <summary>Gets the score below which nothing is kept.</summary>
    public readonly double Worst => _count < _heap.Length ? double.NegativeInfinity : _heap[0].Score;

    /// <summary>Tells whether a match would be kept if it were offered.</summary>
    public readonly bool Accepts(double score, int row) => _count < _heap.Length || IsWorse(_heap[0], new Entry(score, row));

    public void Offer(double score, int row)
    {
        Entry entry = new(score, row);
        if (_count < _heap.Length)
        {
            _heap[_count++] = entry;
            SiftUp(_count - 1);
        }
        else if (IsWorse(_heap[0], entry))
        {
            _heap[0] = entry;
            SiftDown();
        }
    }

    /// <summary>Empties the heap into an array, best first.</summary>
    public VectorMatch[] ToArray()
    {
        VectorMatch[] matches = _count == 0 ? [] : new VectorMatch[_count];
        while (_count > 0)
        {
            Entry worst = _heap[0];
            _heap[0] = _heap[--_count];
            SiftDown();
            matches[_count] = new VectorMatch(rows.ItemAt(worst.Row, stamp)!, worst.Score);
        }

        return matches;
    }

    private readonly bool IsWorse(Entry left, Entry right) =>
        left.Score < right.Score
        || (left.Score == right.Score && string.CompareOrdinal(rows.ItemAt(left.Row, stamp)!.Id, rows.ItemAt(right.Row, stamp)!.Id) > 0);

    private readonly void SiftUp(int place)
    {
        while (place > 0)
        {
            int parent = (place - 1) / 2;
            if (!IsWorse(_heap[place], _heap[parent]))
            {
                return;
            }

            (_heap[place], _heap[parent]) = (_heap[parent], _heap[place]);
            place = parent;
        }
    }

    private readonly void SiftDown()
    {
        for (int place = 0; ;)
        {
            int worst = place;
            for (int child = (2 * place) + 1; child <= (2 * place) + 2 && child < _count; child++)
            {
                worst = IsWorse(_heap[child], _heap[worst]) ? child : worst;
            }

            if (worst == place)
            {
                return;
            }

            (_heap[place], _heap[worst]) = (_heap[worst], _heap[place]);
            place = worst;
        }
    }

    /// <summary>A row and its score.</summary>
    internal readonly record struct Entry(double Score, int Row);
}
