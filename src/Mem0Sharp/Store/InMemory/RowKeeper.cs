using System.Collections.Concurrent;
using System.Numerics;

namespace Mem0Sharp;

/// <summary>Puts memories into rows, sees to it that those of one owner lie together, and takes away what nobody sees any longer.</summary>
/// <remarks>
/// Of the one thread that writes. An owner's rows lie in extents that are an eighth of what it has; when there are many for so few rows, they are
/// copied into as few as there can be. Where rows enough are free without an owner's smallest extents, half of what it would be given next, these are
/// emptied into the others: at most a page of rows for a batch of changes.
/// </remarks>
internal sealed class RowKeeper(
    RowTable rows, ReadGate gate, ScopeDirectory scopes, KeywordTable keywords, FieldIndexes fields, ConcurrentDictionary<string, int> rowOf)
{
    private const int MostExtents = 12;

    // Of more rows extents are pages, or nearly: copying them would bring nothing.
    private const int MostCopied = 4_096;

    private readonly Queue<Retired> _retired = new();
    private readonly List<RowOwner> _touched = [];
    private readonly Dictionary<int, RowOwner> _owners = [];

    // For vectors that are kept elsewhere.
    private readonly float[] _unit = rows.KeepsVectors ? [] : new float[rows.Dimensions];
    private readonly sbyte[] _codes = rows.KeepsVectors ? [] : new sbyte[rows.Stride];
    private Action<ScopeEntry>? _counted;
    private long _stamp;
    private int _waiting;

    /// <summary>Gets a value indicating whether something waits to be taken away. Any thread may ask.</summary>
    public bool IsDue => Volatile.Read(ref _waiting) > 0;

    /// <summary>Whether a row is found by vector.</summary>
    public bool IsEmbedded(int row) => rows.Page(row).Scales[RowTable.Place(row)] > 0;

    /// <summary>Whether a row has a vector, bit for bit; of one that is kept elsewhere, whether it has its codes.</summary>
    /// <param name="row">The row.</param>
    /// <param name="vector">The vector; empty: whether it has none.</param>
    /// <param name="length">Its length.</param>
    public bool HasVector(int row, ReadOnlySpan<float> vector, double length)
    {
        if (vector.IsEmpty || !IsEmbedded(row))
        {
            return vector.IsEmpty && !IsEmbedded(row);
        }

        if (!rows.KeepsVectors)
        {
            return HasCodes(row, vector, length);
        }

        Span<float> known = rows.Page(row).Vector(RowTable.Place(row));
        for (int i = 0; i < vector.Length; i++)
        {
            if (known[i] != UnitVector.Component(vector[i], length))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Has a memory's row be taken beside those of its owner that come with it: of many at once none lies apart, to be copied later.</summary>
    public void Expect(MemoryItem item)
    {
        RowOwner owner = scopes.OwnerOf(item);
        owner.Expected++;
        Touch(owner);
    }

    /// <summary>Adds a memory in a row of its own.</summary>
    /// <param name="item">The memory.</param>
    /// <param name="vector">Its vector; empty where there is none.</param>
    /// <param name="length">The vector's length.</param>
    /// <param name="stamp">The state that has it first.</param>
    /// <param name="terms">The terms of its text, if they were found before.</param>
    /// <param name="sameText">A row that has the same text, or null.</param>
    public int Add(MemoryItem item, ReadOnlySpan<float> vector, double length, long stamp, PreparedTerms? terms = null, int? sameText = null)
    {
        RowOwner owner = scopes.OwnerOf(item);
        int row = Take(owner);
        RowPage page = rows.Page(row);
        int place = RowTable.Place(row);
        if (!vector.IsEmpty)
        {
            Span<float> unit = rows.KeepsVectors ? page.Vector(place) : _unit;
            UnitVector.Write(vector, length, unit);
            (page.Scales[place], page.Errors[place]) = Int8Code.Write(unit, page.Codes(place));
            _unit.AsSpan().Clear();
        }

        Place(item, owner, row, stamp, sameText, terms);
        return row;
    }

    /// <summary>Adds a memory in a row of its own, with the text and the vector of another row.</summary>
    /// <param name="like">The other row.</param>
    /// <param name="item">The memory.</param>
    /// <param name="stamp">The state that has it first.</param>
    public int AddLike(int like, MemoryItem item, long stamp)
    {
        RowOwner owner = scopes.OwnerOf(item);
        int row = Take(owner);
        CopyVector(like, row);
        Place(item, owner, row, stamp, like);
        return row;
    }

    /// <summary>Gives a row's memory other properties; its text, its vector and whose it is stay.</summary>
    public void Describe(int row, MemoryItem item, long stamp)
    {
        ref object? held = ref rows.Page(row).Items[RowTable.Place(row)];
        MemoryItem known = rows.Newest(row);
        Versioned<MemoryItem> before = held as Versioned<MemoryItem> ?? new Versioned<MemoryItem>(known, 0, before: null);
        Volatile.Write(ref held, new Versioned<MemoryItem>(item, stamp, before.Since == stamp ? before.Before : before));
        fields.Add(item, row);
        Later(new Retired.OfItem(stamp, row, known));
    }

    /// <summary>Has a state, and those after it, have a row no longer.</summary>
    public void Retire(int row, long stamp)
    {
        ref RowState state = ref rows.State(row);
        Volatile.Write(ref state.Died, stamp);
        RowOwner owner = _owners[state.Owner];
        Later(new Retired.OfRow(stamp, row, owner));
        _stamp = stamp;
        scopes.Uncount(owner, row, state.Length, stamp, _counted ??= Counted);
        Touch(owner);
    }

    /// <summary>Takes away what nobody sees, and brings rows together that lie apart, after changes were published.</summary>
    public void Tidy()
    {
        TakeAway();
        foreach (RowOwner owner in _touched)
        {
            // It stays among those that are touched meanwhile.
            owner.Expected = 0;
            Gather(owner);
            owner.IsTouched = false;
        }

        _touched.Clear();
        TakeAway();
    }

    /// <summary>Takes away what nobody sees.</summary>
    public void TakeAway()
    {
        long oldest = _retired.Count == 0 ? 0 : gate.Oldest();
        while (_retired.TryPeek(out Retired? next) && next.Stamp <= oldest)
        {
            _retired.Dequeue();
            TakeAway(next);
        }

        Volatile.Write(ref _waiting, _retired.Count);
    }

    private void TakeAway(Retired retired)
    {
        switch (retired)
        {
            case Retired.OfRow { Row: int row, Owner: { } owner }:
                Clear(row);
                owner.GiveBack(row);
                if (owner.Used == 0)
                {
                    Array.ForEach(owner.Extents, extent => Free(owner, extent));
                    Forget(owner);
                }

                break;

            case Retired.OfItem { Row: int row, Item: { } item }:
                ref object? held = ref rows.Page(row).Items[RowTable.Place(row)];
                if (held is Versioned<MemoryItem> version && version.At(retired.Stamp) is { } seen)
                {
                    seen.Forget();
                    if (ReferenceEquals(seen, version))
                    {
                        Volatile.Write(ref held, version.Value);
                    }
                }

                fields.Remove(item, row, rows.AllOf(row));
                break;

            case Retired.OfCount { Scope: { } scope }:
                scope.Forget(retired.Stamp);
                scopes.RemoveIfEmpty(scope);
                break;

            case Retired.OfExtent { Extent: var extent, Owner: { } owner } when owner.Extents.Contains(extent):
                Free(owner, extent);
                break;
        }
    }

    private void Free(RowOwner owner, RowExtent extent)
    {
        owner.Remove(extent);
        rows.Free(extent);
    }

    private void Forget(RowOwner owner)
    {
        _owners.Remove(owner.Number);
        owner.Scope.Owner = null;
        scopes.RemoveIfEmpty(owner.Scope);
    }

    /// <summary>Takes a row out of everything that leads to it, and leaves nothing of its memory in it.</summary>
    private void Clear(int row)
    {
        RowPage page = rows.Page(row);
        int place = RowTable.Place(row);
        ref RowState state = ref page.States[place];
        Volatile.Write(ref state.Born, RowState.Never);

        // Before it is taken out of the indexes: one that is made meanwhile must not find it any longer.
        MemoryItem item = rows.Newest(row);
        Volatile.Write(ref page.Items[place], null);
        fields.Remove(item, row, []);
        keywords.Remove(row);
        scopes.Remove(row);
        (page.Scales[place], page.Errors[place]) = (0, RowPage.NotFound);
        page.Codes(place).Clear();
        if (rows.KeepsVectors)
        {
            page.Vector(place).Clear();
        }
    }

    // The bounds of vectors with the same codes and the same error are the same.
    private bool HasCodes(int row, ReadOnlySpan<float> vector, double length)
    {
        UnitVector.Write(vector, length, _unit);
        CodeScale scale = Int8Code.Write(_unit, _codes);
        RowPage page = rows.Page(row);
        int place = RowTable.Place(row);
        bool isSame = scale == new CodeScale(page.Scales[place], page.Errors[place]) && page.Codes(place).SequenceEqual(_codes);
        _unit.AsSpan().Clear();
        _codes.AsSpan().Clear();
        return isSame;
    }

    private void CopyVector(int row, int to)
    {
        RowPage from = rows.Page(row);
        RowPage page = rows.Page(to);
        (int place, int at) = (RowTable.Place(to), RowTable.Place(row));
        if (rows.KeepsVectors)
        {
            from.Vector(at).CopyTo(page.Vector(place));
        }

        from.Codes(at).CopyTo(page.Codes(place));
        (page.Scales[place], page.Errors[place]) = (from.Scales[at], from.Errors[at]);
    }

    private int Take(RowOwner owner)
    {
        if (!owner.TryTake(out int row))
        {
            _owners[owner.Number] = owner;
            owner.Add(rows.Allocate(owner.Share));
            owner.TryTake(out row);
        }

        Touch(owner);
        return row;
    }

    /// <summary>Makes a row whose vector is written one that a state has.</summary>
    private void Place(MemoryItem item, RowOwner owner, int row, long stamp, int? sameText, PreparedTerms? terms = null)
    {
        RowPage page = rows.Page(row);
        int place = RowTable.Place(row);
        ref RowState state = ref page.States[place];
        state.Owner = owner.Number;
        Volatile.Write(ref page.Items[place], item);
        if (sameText is { } known)
        {
            keywords.Copy(known, row);
            state.Length = rows.State(known).Length;
        }
        else
        {
            state.Length = terms is { } found ? keywords.Add(row, found.Batch, found.Text) : keywords.Add(row, item.Text);
        }

        _stamp = stamp;
        scopes.Add(item, owner, row, state.Length, stamp, _counted ??= Counted);
        fields.Add(item, row);
        Volatile.Write(ref state.Died, RowState.Never);
        Volatile.Write(ref state.Born, stamp);
    }

    private void Counted(ScopeEntry scope) => Later(new Retired.OfCount(_stamp, scope));

    private void Later(Retired retired)
    {
        _retired.Enqueue(retired);
        Volatile.Write(ref _waiting, _retired.Count);
    }

    private void Touch(RowOwner owner)
    {
        if (!owner.IsTouched)
        {
            owner.IsTouched = true;
            _touched.Add(owner);
        }
    }

    /// <summary>Brings rows of an owner together.</summary>
    private void Gather(RowOwner owner)
    {
        RowExtent[] extents = owner.Extents;
        if (owner.Used == 0 || owner.IsShrinking)
        {
            return;
        }

        if (owner.Capacity <= MostCopied && extents.Length > MostExtents + BitOperations.PopCount((uint)owner.Used))
        {
            long stamp = gate.Stamp + 1;
            Array.ForEach(extents, extent => owner.Close(extent));
            for (int left = LiveIn(extents); left > 0;)
            {
                int count = 1 << Math.Min(RowPage.Bits, BitOperations.Log2((uint)left));
                owner.Add(rows.Allocate(count));
                left -= count;
            }

            Array.ForEach(extents, extent => Empty(owner, extent, stamp));
            gate.Publish(stamp);
        }
        else if (extents.Length > 1)
        {
            Shrink(owner, extents);
        }
    }

    /// <summary>Empties the smallest extents of an owner that has rows enough without them.</summary>
    private void Shrink(RowOwner owner, RowExtent[] extents)
    {
        int spare = owner.FreeCount - Math.Max(1, owner.Share / 2);
        if (spare < extents.Min(extent => extent.Count))
        {
            return;
        }

        List<RowExtent> closed = [];
        int left = Math.Min(spare, RowPage.Rows);
        foreach (RowExtent smallest in extents.OrderBy(extent => extent.Count).SkipLast(1))
        {
            if ((left -= smallest.Count) < 0)
            {
                break;
            }

            closed.Add(smallest);
        }

        // All of them first: what is in one must not go to another.
        long stamp = gate.Stamp + 1;
        closed.ForEach(owner.Close);
        closed.ForEach(extent => Empty(owner, extent, stamp));
        gate.Publish(stamp);
    }

    private int LiveIn(RowExtent[] extents) =>
        extents.Sum(extent => Enumerable.Range(extent.Start, extent.Count).Count(row => rows.State(row).IsIn(long.MaxValue - 1)));

    /// <summary>Copies what is in some rows to others of the same owner, in one state; those rows are free when nobody sees them.</summary>
    private void Empty(RowOwner owner, RowExtent extent, long stamp)
    {
        for (int row = extent.Start; row < extent.Start + extent.Count; row++)
        {
            if (!rows.State(row).IsIn(long.MaxValue - 1) || !owner.TryTake(out int to))
            {
                continue;
            }

            CopyVector(row, to);
            MemoryItem item = rows.Newest(row);
            Place(item, owner, to, stamp, row);
            rowOf[item.Id] = to;
            Retire(row, stamp);
        }

        Later(new Retired.OfExtent(stamp, extent, owner));
    }
}
