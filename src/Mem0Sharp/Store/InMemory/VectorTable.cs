using System.Buffers;
using System.Numerics.Tensors;

namespace Mem0Sharp;

/// <summary>The memories of one embedding space: vectors in rows, items beside them, and the ways to find a row: by id, scope, words and the fields that filters ask for.</summary>
/// <remarks>Not thread-safe: many may search at once, or one may change it. The store's lock sees to that.</remarks>
internal sealed class VectorTable
{
    /// <summary>Of fewer rows, a look at each is quicker than an index is made.</summary>
    public const int LeastRowsForAnIndex = 1024;

    // Where more of a scope's rows would be left, a look at each in their order costs as little.
    private const int ShareWorthAnIndex = 4;
    private const int RowsBetweenTokenChecks = 1024;
    private const int StackTop = 64;
    private const int StackDimensions = 1024;
    private readonly VectorRows _vectors;
    private readonly List<MemoryItem> _items = [];

    // A row without an embedding has a vector of zeros, which no search looks at.
    private readonly List<bool> _isEmbedded = [];
    private readonly Dictionary<string, int> _rowOf = new(StringComparer.Ordinal);
    private readonly ScopePostings _postings = new();
    private readonly KeywordTable _keywords = new();
    private readonly KeywordSearch _keywordSearch;
    private readonly FieldIndexes _fields;

    private readonly DeletedVersions _deletedVersions = new(kept: 10_000);

    public VectorTable(int dimensions)
    {
        Dimensions = dimensions;
        _vectors = new VectorRows(dimensions);
        _keywordSearch = new KeywordSearch(_items, _postings, _keywords);
        _fields = new FieldIndexes(_items);
    }

    public int Dimensions { get; }

    public int Count => _items.Count;

    /// <summary>Applies changes that were found valid, with the lengths of their vectors; 0 where there is none. Nothing in here is left half done for want of memory for vectors.</summary>
    public void Apply(IReadOnlyList<VectorChange> changes, ReadOnlySpan<double> lengths)
    {
        _vectors.Reserve(Count + changes.Count);
        for (int i = 0; i < changes.Count; i++)
        {
            switch (changes[i])
            {
                case VectorChange.Upsert upsert: Upsert(upsert, lengths[i]); break;
                case VectorChange.Delete delete: Delete(delete); break;
            }
        }
    }

    public VectorMatch[] Search(VectorQuery query, double queryLength, CancellationToken cancellationToken)
    {
        if (_postings.MostSelective(query.Scope) is not { Rows: { } rows })
        {
            return [];
        }

        float[]? rentedUnit = null;
        BestMatches.Entry[]? rentedHeap = null;
        int top = Math.Min(query.Top, rows.Count);
        Span<float> unit = Dimensions <= StackDimensions
            ? stackalloc float[StackDimensions]
            : rentedUnit = ArrayPool<float>.Shared.Rent(Dimensions);
        Span<BestMatches.Entry> heap = top <= StackTop
            ? stackalloc BestMatches.Entry[StackTop]
            : rentedHeap = ArrayPool<BestMatches.Entry>.Shared.Rent(top);
        try
        {
            unit = unit[..Dimensions];
            UnitVector.Write(query.Vector.Span, queryLength, unit);
            BestMatches best = new(heap[..top], _items);
            Scan(rows, unit, query, ref best, cancellationToken);
            return best.ToArray();
        }
        finally
        {
            if (rentedUnit is not null)
            {
                ArrayPool<float>.Shared.Return(rentedUnit);
            }

            if (rentedHeap is not null)
            {
                ArrayPool<BestMatches.Entry>.Shared.Return(rentedHeap);
            }
        }
    }

    public VectorMatch[] SearchKeywords(KeywordQuery query, CancellationToken cancellationToken) =>
        _keywordSearch.Search(query, cancellationToken);

    private void Scan(
        HashSet<int> rows, ReadOnlySpan<float> unit, VectorQuery query, ref BestMatches best, CancellationToken cancellationToken)
    {
        if (query.Filter is not null
            && rows.Count >= LeastRowsForAnIndex
            && _fields.Candidates(query.Filter, rows.Count / ShareWorthAnIndex) is { } few)
        {
            foreach (int row in few)
            {
                Compare(row, unit, query, ref best);
            }

            return;
        }

        int untilCheck = RowsBetweenTokenChecks;
        foreach (int row in rows)
        {
            if (--untilCheck == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                untilCheck = RowsBetweenTokenChecks;
            }

            Compare(row, unit, query, ref best);
        }
    }

    private void Compare(int row, ReadOnlySpan<float> unit, VectorQuery query, ref BestMatches best)
    {
        MemoryItem item = _items[row];
        if (!_isEmbedded[row] || !query.Scope.Contains(item) || (query.ActiveAt is { } now && item.IsExpired(now)) || item.Trust < query.MinTrust)
        {
            return;
        }

        // Rounding can carry the dot product of two unit vectors just beyond ±1, where no cosine is.
        float score = Math.Clamp(TensorPrimitives.Dot(unit, _vectors[row]), -1f, 1f);

        // The filter last, and only for what would be among the best: it costs more than a score.
        if (!(score < query.MinScore) && best.Accepts(score, row) && query.Filter?.Matches(item) != false)
        {
            best.Offer(score, row);
        }
    }

    private void Upsert(VectorChange.Upsert upsert, double length)
    {
        if (_rowOf.TryGetValue(upsert.Id, out int row))
        {
            MemoryItem known = _items[row];
            if (known.Version == upsert.Version && !_isEmbedded[row] && !upsert.Vector.IsEmpty)
            {
                // The embedding of what is here, made later.
                SetVector(row, upsert.Vector.Span, length);
                return;
            }

            if (known.Version >= upsert.Version)
            {
                return;
            }

            _postings.Remove(known, row, _keywords.LengthOf(row));
            _fields.Remove(known, row);
            _items[row] = upsert.Item;
            if (!string.Equals(known.Text, upsert.Item.Text, StringComparison.Ordinal))
            {
                _keywords.Replace(row, upsert.Item.Text);
            }
        }
        else
        {
            if (_deletedVersions.Covers(upsert.Id, upsert.Version))
            {
                return;
            }

            _deletedVersions.Remove(upsert.Id);
            row = Count;
            _items.Add(upsert.Item);
            _isEmbedded.Add(false);
            _rowOf.Add(upsert.Id, row);
            _keywords.Append(upsert.Item.Text);
            _vectors.Append();
        }

        _postings.Add(upsert.Item, row, _keywords.LengthOf(row));
        _fields.Add(upsert.Item, row);
        SetVector(row, upsert.Vector.Span, length);
    }

    private void SetVector(int row, ReadOnlySpan<float> vector, double length)
    {
        _isEmbedded[row] = !vector.IsEmpty;
        if (vector.IsEmpty)
        {
            // What was there is of a text that may be gone.
            _vectors.Row(row).Clear();
        }
        else
        {
            UnitVector.Write(vector, length, _vectors.Row(row));
        }
    }

    private void Delete(VectorChange.Delete delete)
    {
        if (_rowOf.TryGetValue(delete.Id, out int row))
        {
            if (_items[row].Version >= delete.Version)
            {
                return;
            }

            Remove(row);
        }

        _deletedVersions.Add(delete.Id, delete.Version);
    }

    /// <summary>Removes a row; the last one moves into its place, so that rows stay dense.</summary>
    private void Remove(int row)
    {
        int last = Count - 1;
        MemoryItem removed = _items[row];
        _postings.Remove(removed, row, _keywords.LengthOf(row));
        _fields.Remove(removed, row);
        _rowOf.Remove(removed.Id);
        if (row != last)
        {
            MemoryItem moved = _items[last];
            int terms = _keywords.LengthOf(last);
            _postings.Remove(moved, last, terms);
            _postings.Add(moved, row, terms);
            _fields.Remove(moved, last);
            _fields.Add(moved, row);
            _rowOf[moved.Id] = row;
            _items[row] = moved;
            _isEmbedded[row] = _isEmbedded[last];
        }

        _items.RemoveAt(last);
        _isEmbedded.RemoveAt(last);
        _vectors.SwapRemove(row);
        _keywords.SwapRemove(row);
    }
}
