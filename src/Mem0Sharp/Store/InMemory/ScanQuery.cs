using System.Numerics;

namespace Mem0Sharp;

/// <summary>One question of a scan: what it asks for, and which rows may be among its best by what has been seen so far.</summary>
/// <remarks>
/// Of each row its codes say between which two numbers its score lies. Kept is every row that can still be among the best: those whose most
/// is not below the least of as many others as are asked for. In the end their scores are worked out, those that can score most first,
/// until no other can come in between; so the result is that of working out all scores. Where vectors are kept elsewhere, those of the rows
/// that come next are asked for (<see cref="Next"/>) and given (<see cref="Take"/>). Used again and again, by one thread at a time.
/// </remarks>
internal sealed class ScanQuery(RowTable rows)
{
    private float[] _unit = [];
    private short[] _codes = [];
    private int _codesAt;
    private int _codesRoom;
    private float[] _lows = [];
    private ScanCandidate[] _candidates = new ScanCandidate[256];
    private BestMatches.Entry[] _best = [];
    private int _lowCount;
    private int _count;
    private int _next;
    private int _bestCount;
    private int _top;
    private long _stamp;
    private VectorQuery _query = null!;
    private ScanBatch? _alone;
    private HashSet<int>? _excluded;

    /// <summary>Gets the question's bounds, after its codes were written.</summary>
    public CodedQuery Bound { get; private set; }

    /// <summary>Gets the question's codes.</summary>
    public ReadOnlySpan<short> Codes => _codes.AsSpan(_codesAt, rows.Stride);

    /// <summary>Gets the most that a row must be able to score to be looked at.</summary>
    public float Least { get; private set; }

    /// <summary>Gets it as a batch of its own.</summary>
    public ScanBatch Alone => _alone ??= new ScanBatch([this]);

    /// <summary>Begins a search.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="length">The length of its vector.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="stamp">The state that is looked at.</param>
    public void Begin(VectorQuery query, double length, int count, long stamp)
    {
        (_query, _stamp, _count, _lowCount, _next, _bestCount) = (query, stamp, 0, 0, 0, 0);
        _top = Math.Min(query.Top, count);
        Least = LeastAllowed;
        MakeRoom();
        UnitVector.Write(query.Vector.Span, length, _unit.AsSpan(0, rows.Dimensions));
    }

    /// <summary>Writes its codes. Not needed where the scores of few rows are worked out.</summary>
    public void WriteCodes() => Bound = CodedQuery.Write(_unit.AsSpan(0, rows.Dimensions), _codes.AsSpan(_codesAt, rows.Stride));

    /// <summary>Takes over a search that another began, for a part of the rows.</summary>
    public void Share(ScanQuery other)
    {
        (_query, _stamp, _count, _lowCount) = (other._query, other._stamp, 0, 0);
        (_top, Least, Bound, _excluded) = (other._top, other.Least, other.Bound, other._excluded);
        MakeRoom();
        other.Codes.CopyTo(_codes.AsSpan(_codesAt));
    }

    /// <summary>Puts the codes of questions, of which this is the first, one after the other.</summary>
    /// <returns>The codes of all, until the end of this question.</returns>
    public ReadOnlyMemory<short> Join(ScanQuery[] queries)
    {
        MakeRoomForCodes(queries.Length);
        for (int i = 1; i < queries.Length; i++)
        {
            queries[i].Codes.CopyTo(_codes.AsSpan(_codesAt + (i * rows.Stride)));
        }

        return _codes.AsMemory(_codesAt, queries.Length * rows.Stride);
    }

    /// <summary>Adds what another found in its part of the rows.</summary>
    public void Absorb(ScanQuery other)
    {
        foreach (float low in other._lows.AsSpan(0, other._lowCount))
        {
            Keep(low);
        }

        foreach (ScanCandidate candidate in other._candidates.AsSpan(0, other._count))
        {
            Add(candidate);
        }
    }

    /// <summary>Looks at rows that lie together.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="dots">The products of the rows' codes with the question's.</param>
    /// <param name="scales">The <see cref="CodeScale.Scale"/> of each row.</param>
    /// <param name="errors">The <see cref="CodeScale.Error"/> of each row.</param>
    /// <param name="survivors">Room for as many.</param>
    public void Look(int start, ReadOnlySpan<int> dots, ReadOnlySpan<float> scales, ReadOnlySpan<float> errors, Span<int> survivors)
    {
        // As long as nothing is excluded, those first that are likely to be among the best: they exclude most of the others.
        int open = _top - _lowCount;
        float peak = open > 0 ? CodePeaks.Of(dots, scales, errors, Bound, open) : float.NegativeInfinity;
        bool hasPeak = peak > Least;
        if (hasPeak)
        {
            foreach (int at in survivors[..CodeScan.Survivors(dots, scales, errors, Bound, peak, survivors)])
            {
                Offer(start + at, dots[at], scales[at], errors[at]);
            }

            if (Least >= peak)
            {
                return;
            }
        }

        foreach (int at in survivors[..CodeScan.Survivors(dots, scales, errors, Bound, Least, survivors)])
        {
            if (!hasPeak || Bound.Upper(dots[at], scales[at], errors[at]) < peak)
            {
                Offer(start + at, dots[at], scales[at], errors[at]);
            }
        }
    }

    /// <summary>Looks at a row whose codes say that it may be among the best.</summary>
    public void Offer(int row, int dot, float scale, float error)
    {
        float most = Bound.Upper(dot, scale, error);
        if (most < Least
            || scale <= 0
            || rows.ItemAt(row, _stamp) is not { } item
            || !IsWanted(item)
            || _query.Filter?.Matches(item) == false
            || _excluded?.Contains(row) == true)
        {
            return;
        }

        Add(new ScanCandidate(row, most));
        Keep(Bound.Lower(dot, scale, error));
    }

    /// <summary>Works out the scores of those that may be among the best, and takes them.</summary>
    public VectorMatch[] Finish()
    {
        Span<ScanCandidate> candidates = Sorted();
        BestMatches best = new(_best.AsSpan(0, _top), rows, _stamp);
        foreach (ScanCandidate candidate in candidates)
        {
            if (candidate.Most < Least || candidate.Most < best.Worst)
            {
                break;
            }

            Score(candidate.Row, ScoreOf(rows.Page(candidate.Row).Vector(RowTable.Place(candidate.Row))), ref best);
        }

        return best.ToArray();
    }

    /// <summary>Gets the rows whose scores are to be worked out next: those that can score most, of all that may be among the best still.</summary>
    /// <param name="most">Most rows to get.</param>
    public ReadOnlySpan<ScanCandidate> Next(int most)
    {
        if (_next == _count)
        {
            return [];
        }

        Span<ScanCandidate> candidates = _next == 0 ? Sorted() : _candidates.AsSpan(0, _count);
        int start = _next;
        double worst = new BestMatches(_best.AsSpan(0, _top), rows, _stamp, _bestCount).Worst;
        while (_next < _count && _next - start < most && candidates[_next].Most >= Least && candidates[_next].Most >= worst)
        {
            _next++;
        }

        return candidates[start.._next];
    }

    /// <summary>Works out the score of a row that came next.</summary>
    public void Take(int row, ReadOnlySpan<float> unit)
    {
        BestMatches best = new(_best.AsSpan(0, _top), rows, _stamp, _bestCount);
        Score(row, ScoreOf(unit), ref best);
        _bestCount = best.Count;
    }

    /// <summary>Has a row not be found when the search is begun again: its vector is no more.</summary>
    public void Exclude(int row) => (_excluded ??= []).Add(row);

    /// <summary>Gets the best of the rows that came next.</summary>
    public VectorMatch[] Taken() => new BestMatches(_best.AsSpan(0, _top), rows, _stamp, _bestCount).ToArray();

    /// <summary>Works out the scores of rows, few of them, without their codes.</summary>
    public void Compare(int row, ref BestMatches best)
    {
        if (rows.ItemAt(row, _stamp) is not { } item || rows.Page(row).Scales[RowTable.Place(row)] <= 0 || !IsWanted(item))
        {
            return;
        }

        float score = ScoreOf(rows.Page(row).Vector(RowTable.Place(row)));

        // The filter last, and only for what would be among the best: it costs more than a score.
        if (!(score < _query.MinScore) && best.Accepts(score, row) && _query.Filter?.Matches(item) != false)
        {
            best.Offer(score, row);
        }
    }

    /// <summary>Gets room for the best, to be filled by <see cref="Compare"/>.</summary>
    public BestMatches Best() => new(_best.AsSpan(0, _top), rows, _stamp);

    /// <summary>Lets go of the question.</summary>
    public void End()
    {
        (_query, _excluded) = (null!, null);
        _unit.AsSpan().Clear();
        _codes.AsSpan().Clear();
    }

    private void MakeRoom()
    {
        if (_unit.Length < rows.Dimensions)
        {
            _unit = new float[rows.Dimensions];
            MakeRoomForCodes(1);
        }

        if (_lows.Length < _top)
        {
            int size = (int)BitOperations.RoundUpToPowerOf2((uint)_top);
            _lows = new float[size];
            _best = new BestMatches.Entry[size];
        }
    }

    private void MakeRoomForCodes(int queries)
    {
        int needed = queries * rows.Stride;
        if (_codesRoom < needed)
        {
            ReadOnlySpan<short> known = _codes.AsSpan(_codesAt, _codesRoom);
            _codes = CacheLines.Allocate<short>(needed, out _codesAt);
            _codesRoom = needed;
            known.CopyTo(_codes.AsSpan(_codesAt));
        }
    }

    private float LeastAllowed => _query.MinScore is { } least ? MathF.BitDecrement((float)least) : float.NegativeInfinity;

    private bool IsWanted(MemoryItem item) =>
        _query.Scope.Contains(item) && !(_query.ActiveAt is { } now && item.IsExpired(now)) && !(item.Trust < _query.MinTrust);

    private void Score(int row, float score, ref BestMatches best)
    {
        if (!(score < _query.MinScore) && best.Accepts(score, row))
        {
            best.Offer(score, row);
        }
    }

    // Rounding can carry the dot product of two unit vectors just beyond ±1, where no cosine is.
    private float ScoreOf(ReadOnlySpan<float> unit) => Math.Clamp(ExactDot.Of(_unit, unit), -1f, 1f);

    /// <summary>Gets those that may be among the best still, the one that can score most first.</summary>
    private Span<ScanCandidate> Sorted()
    {
        DropExcluded();
        Span<ScanCandidate> candidates = _candidates.AsSpan(0, _count);
        candidates.Sort(default(ScanCandidate.MostFirst));
        return candidates;
    }

    /// <summary>Forgets those that cannot be among the best any longer.</summary>
    private void DropExcluded()
    {
        int kept = 0;
        foreach (ScanCandidate known in _candidates.AsSpan(0, _count))
        {
            if (known.Most >= Least)
            {
                _candidates[kept++] = known;
            }
        }

        _count = kept;
    }

    private void Add(ScanCandidate candidate)
    {
        if (_count == _candidates.Length)
        {
            DropExcluded();
            if (_count > _candidates.Length / 2)
            {
                Array.Resize(ref _candidates, _candidates.Length * 2);
            }
        }

        _candidates[_count++] = candidate;
    }

    /// <summary>Counts one more that scores no less than this: the least of as many as are asked for is what a row must be able to reach.</summary>
    private void Keep(float low)
    {
        if (_lowCount < _top)
        {
            _lows[_lowCount++] = low;
            for (int place = _lowCount - 1; place > 0 && _lows[place] < _lows[(place - 1) / 2]; place = (place - 1) / 2)
            {
                (_lows[place], _lows[(place - 1) / 2]) = (_lows[(place - 1) / 2], _lows[place]);
            }
        }
        else if (low > _lows[0])
        {
            _lows[0] = low;
            for (int place = 0, child = 1; child < _top; place = child, child = (2 * place) + 1)
            {
                child += child + 1 < _top && _lows[child + 1] < _lows[child] ? 1 : 0;
                if (_lows[place] <= _lows[child])
                {
                    break;
                }

                (_lows[place], _lows[child]) = (_lows[child], _lows[place]);
            }
        }

        if (_lowCount == _top)
        {
            Least = Math.Max(LeastAllowed, _lows[0]);
        }
    }
}
