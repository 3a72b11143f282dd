using System.Collections.Concurrent;

namespace Mem0Sharp;

/// <summary>The memories of one embedding space: vectors in rows, items beside them, and the ways to find a row: by id, scope, words and the fields that filters ask for.</summary>
/// <remarks>
/// One thread changes it, any number searches meanwhile: the store's lock sees to the first. Each batch of changes makes a new state, which
/// searches that begin later see whole; a search stays with the state that it began with. Rows are never overwritten while anybody can see
/// them: a memory of which the text or the scope changes gets another row, and what nobody sees any longer is taken away after the next
/// batch, or by the last search that saw it. See ADR 0021.
/// </remarks>
internal sealed class VectorTable
{
    private readonly RowTable _rows;
    private readonly ReadGate _gate = new();
    private readonly ScopeDirectory _scopes;
    private readonly KeywordTable _keywords = new();
    private readonly FieldIndexes _fields;
    private readonly RowKeeper _keeper;
    private readonly VectorSearch _vectorSearch;
    private readonly CodesOnlySearch? _codesOnlySearch;
    private readonly KeywordSearch _keywordSearch;

    private readonly ConcurrentDictionary<string, int> _rowOf = new(StringComparer.Ordinal);

    // Of the thread that writes.
    private readonly DeletedVersions _deletedVersions = new(kept: 10_000);
    private int _live;
    private int _count;

    /// <param name="dimensions">The length of the vectors.</param>
    /// <param name="threads">How many threads a search takes at most.</param>
    /// <param name="source">Has the vectors; or null, and they are kept in here.</param>
    public VectorTable(int dimensions, int threads, VectorSource? source = null)
    {
        _rows = new RowTable(dimensions, keepsVectors: source is null);
        _scopes = new ScopeDirectory(_rows);
        _fields = new FieldIndexes(_rows.InUse);
        _keeper = new RowKeeper(_rows, _gate, _scopes, _keywords, _fields, _rowOf);
        _vectorSearch = new VectorSearch(_rows, _scopes, _fields, new RowFinder(_rows, _rowOf), threads);
        _codesOnlySearch = source is null ? null : new CodesOnlySearch(_rows, _vectorSearch, source);
        _keywordSearch = new KeywordSearch(_rows, _scopes, _keywords, _fields, _rowOf);
    }

    public int Dimensions => _rows.Dimensions;

    /// <summary>Gets how many memories there are in the newest state.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Gets how many pages of rows there are.</summary>
    public int PageCount => _rows.PageCount;

    /// <summary>Gets a value indicating whether something could be taken away that was seen until now.</summary>
    public bool IsTidyingDue => _keeper.IsDue;

    /// <summary>Applies changes that were found valid, with the lengths of their vectors; 0 where there is none. Nothing in here is left half done for want of memory for vectors.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="lengths">The lengths.</param>
    /// <param name="terms">The terms of their texts, if they were found before.</param>
    public void Apply(IReadOnlyList<VectorChange> changes, ReadOnlySpan<double> lengths, TermBatch? terms = null)
    {
        _rows.Reserve(Expect(changes));
        long stamp = _gate.Stamp + 1;
        for (int i = 0; i < changes.Count; i++)
        {
            switch (changes[i])
            {
                case VectorChange.Upsert upsert: Upsert(upsert, lengths[i], stamp, terms is null ? null : new PreparedTerms(terms, i)); break;
                case VectorChange.Describe describe: Describe(describe, stamp); break;
                case VectorChange.Delete delete: Delete(delete, stamp); break;
            }
        }

        _gate.Publish(stamp);
        Volatile.Write(ref _count, _live);
        _keeper.Tidy();
    }

    /// <summary>Gets where the rows lie that are of a user, or of what else a scope names alone.</summary>
    public IReadOnlyList<RowExtent> ExtentsOf(MemoryScope scope) => _scopes.MostSelective(scope, _gate.Stamp)?.Owner?.Extents ?? [];

    /// <summary>Takes away what nobody sees any longer.</summary>
    public void Tidy() => _keeper.TakeAway();

    /// <summary>Searches where the vectors are kept in here.</summary>
    public VectorMatch[] Search(VectorQuery query, double queryLength, CancellationToken cancellationToken)
    {
        ReadTicket ticket = _gate.Enter();
        try
        {
            return _vectorSearch.Search(query, queryLength, ticket.Stamp, cancellationToken);
        }
        finally
        {
            ReadGate.Leave(ticket);
        }
    }

    public VectorMatch[][] SearchMany(IReadOnlyList<VectorQuery> queries, double[] queryLengths, CancellationToken cancellationToken)
    {
        ReadTicket ticket = _gate.Enter();
        try
        {
            return _vectorSearch.SearchMany(queries, queryLengths, ticket.Stamp, cancellationToken);
        }
        finally
        {
            ReadGate.Leave(ticket);
        }
    }

    /// <summary>Searches where the vectors are kept elsewhere. What their source throws is thrown; nothing else changes.</summary>
    public async Task<VectorMatch[][]> SearchManyAsync(
        IReadOnlyList<VectorQuery> queries, double[] queryLengths, CancellationToken cancellationToken)
    {
        ReadTicket ticket = _gate.Enter();
        try
        {
            return await _codesOnlySearch!.SearchAsync(queries, queryLengths, ticket.Stamp, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ReadGate.Leave(ticket);
        }
    }

    public VectorMatch[] SearchKeywords(KeywordQuery query, CancellationToken cancellationToken)
    {
        ReadTicket ticket = _gate.Enter();
        try
        {
            return _keywordSearch.Search(query, ticket.Stamp, cancellationToken);
        }
        finally
        {
            ReadGate.Leave(ticket);
        }
    }

    /// <summary>Finds the terms of texts. Any thread may, at any time.</summary>
    public TermBatch TermsOf(IReadOnlyList<VectorChange> changes)
    {
        TermBatch terms = new(_keywords);
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i] is VectorChange.Upsert upsert)
            {
                terms.Add(upsert.Item.Text);
            }
            else
            {
                terms.AddNone();
            }
        }

        return terms;
    }

    private void Upsert(VectorChange.Upsert upsert, double length, long stamp, PreparedTerms? terms = null)
    {
        MemoryItem item = upsert.Item;
        if (!_rowOf.TryGetValue(upsert.Id, out int row))
        {
            if (!_deletedVersions.Covers(upsert.Id, upsert.Version))
            {
                _deletedVersions.Remove(upsert.Id);
                _rowOf[upsert.Id] = _keeper.Add(item, upsert.Vector.Span, length, stamp, terms);
                _live++;
            }

            return;
        }

        MemoryItem known = _rows.Newest(row);
        if (known.Version == upsert.Version)
        {
            if (upsert.Vector.IsEmpty || _keeper.IsEmbedded(row))
            {
                return;
            }

            // The embedding of what is here, made later.
            item = known;
        }
        else if (known.Version > upsert.Version)
        {
            return;
        }

        bool isSameText = string.Equals(known.Text, item.Text, StringComparison.Ordinal);
        if (isSameText && IsSamePlace(known, item) && _keeper.HasVector(row, upsert.Vector.Span, length))
        {
            _keeper.Describe(row, item, stamp);
            return;
        }

        _rowOf[upsert.Id] = _keeper.Add(item, upsert.Vector.Span, length, stamp, terms: null, isSameText ? row : null);
        _keeper.Retire(row, stamp);
    }

    private void Describe(VectorChange.Describe describe, long stamp)
    {
        MemoryItem item = describe.Item;
        if (!_rowOf.TryGetValue(item.Id, out int row) || !string.Equals(_rows.Newest(row).Text, item.Text, StringComparison.Ordinal))
        {
            Upsert(new VectorChange.Upsert(item, ReadOnlyMemory<float>.Empty), length: 0, stamp);
            return;
        }

        MemoryItem known = _rows.Newest(row);
        if (known.Version >= item.Version)
        {
            return;
        }

        if (IsSamePlace(known, item))
        {
            _keeper.Describe(row, item, stamp);
        }
        else
        {
            _rowOf[item.Id] = _keeper.AddLike(row, item, stamp);
            _keeper.Retire(row, stamp);
        }
    }

    private void Delete(VectorChange.Delete delete, long stamp)
    {
        if (_rowOf.TryGetValue(delete.Id, out int row))
        {
            if (_rows.Newest(row).Version >= delete.Version)
            {
                return;
            }

            _rowOf.TryRemove(delete.Id, out _);
            _live--;
            _keeper.Retire(row, stamp);
        }

        _deletedVersions.Add(delete.Id, delete.Version);
    }

    /// <summary>Has those that are new of each owner lie together.</summary>
    /// <returns>How many rows are needed at most.</returns>
    private int Expect(IReadOnlyList<VectorChange> changes)
    {
        int count = 0;
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i] is VectorChange.Upsert upsert)
            {
                count++;
                if (changes.Count > 1 && !_rowOf.ContainsKey(upsert.Id) && !_deletedVersions.Covers(upsert.Id, upsert.Version))
                {
                    _keeper.Expect(upsert.Item);
                }
            }
        }

        return count;
    }

    /// <summary>Whether two versions of a memory belong to the same users, agents, runs and apps.</summary>
    private static bool IsSamePlace(MemoryItem left, MemoryItem right) =>
        left.Scope.Equals(right.Scope) && AreSame(left.LinkedAgentIds, right.LinkedAgentIds) && AreSame(left.LinkedRunIds, right.LinkedRunIds);

    private static bool AreSame(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (int i = 0; i < left.Count; i++)
        {
            if (!string.Equals(left[i], right[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
