using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Mem0Sharp;

/// <summary>The memories of one embedding space: vectors in rows, items beside them, and the ways to find a row.</summary>
/// <remarks>Not thread-safe: many may search at once, or one may change it. The store's lock sees to that.</remarks>
internal sealed class VectorTable(int dimensions)
{
    private const int RowsBetweenTokenChecks = 1024;
    private const int StackTop = 64;
    private const int StackDimensions = 1024;
    private readonly VectorRows _vectors = new(dimensions);
    private readonly List<MemoryItem> _items = [];
    private readonly Dictionary<string, int> _rowOf = new(StringComparer.Ordinal);
    private readonly ScopePostings _postings = new();

    private readonly DeletedVersions _deletedVersions = new(kept: 10_000);

    public int Dimensions => dimensions;

    public int Count => _items.Count;

    /// <summary>Applies changes that were found valid. Nothing in here is left half done for want of memory for vectors.</summary>
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
        if (_postings.MostSelective(query.Scope) is not { } rows)
        {
            return [];
        }

        float[]? rentedUnit = null;
        BestMatches.Entry[]? rentedHeap = null;
        int top = Math.Min(query.Top, rows.Count);
        Span<float> unit = dimensions <= StackDimensions
            ? stackalloc float[StackDimensions]
            : rentedUnit = ArrayPool<float>.Shared.Rent(dimensions);
        Span<BestMatches.Entry> heap = top <= StackTop
            ? stackalloc BestMatches.Entry[StackTop]
            : rentedHeap = ArrayPool<BestMatches.Entry>.Shared.Rent(top);
        try
        {
            unit = unit[..dimensions];
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

    private void Scan(
        HashSet<int> rows, ReadOnlySpan<float> unit, VectorQuery query, ref BestMatches best, CancellationToken cancellationToken)
    {
        ReadOnlySpan<MemoryItem> items = CollectionsMarshal.AsSpan(_items);
        double least = query.MinScore ?? double.NegativeInfinity;
        int untilCheck = RowsBetweenTokenChecks;
        foreach (int row in rows)
        {
            if (--untilCheck == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                untilCheck = RowsBetweenTokenChecks;
            }

            MemoryItem item = items[row];
            if (!query.Scope.Contains(item) || (query.ActiveAt is { } now && item.IsExpired(now)) || item.Trust < query.MinTrust)
            {
                continue;
            }

            // Rounding can carry the dot product of two unit vectors just beyond ±1, where no cosine is.
            float score = Math.Clamp(TensorPrimitives.Dot(unit, _vectors[row]), -1f, 1f);
            if (score >= least)
            {
                best.Offer(score, row);
            }
        }
    }

    private void Upsert(VectorChange.Upsert upsert, double length)
    {
        Span<float> vector;
        if (_rowOf.TryGetValue(upsert.Id, out int row))
        {
            if (_items[row].Version >= upsert.Version)
            {
                return;
            }

            _postings.Remove(_items[row], row);
            _items[row] = upsert.Item;
            vector = _vectors.Row(row);
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
            _rowOf.Add(upsert.Id, row);
            vector = _vectors.Append();
        }

        _postings.Add(upsert.Item, row);
        UnitVector.Write(upsert.Vector.Span, length, vector);
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
        _postings.Remove(removed, row);
        _rowOf.Remove(removed.Id);
        if (row != last)
        {
            MemoryItem moved = _items[last];
            _postings.Remove(moved, last);
            _postings.Add(moved, row);
            _rowOf[moved.Id] = row;
            _items[row] = moved;
        }

        _items.RemoveAt(last);
        _vectors.SwapRemove(row);
    }
}
