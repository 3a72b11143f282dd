namespace Mem0Sharp.Chroma.Tests;

/// <summary>The store that docs/stores.md walks through: all that the contract asks for, over a table that could be anybody's.</summary>
internal sealed class ExampleStore : IVectorStore
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private int _dimensions;
    private HistoryPosition _position;

    public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) => LockedAsync(
        () =>
        {
            if (_rows.Count > 0 && _dimensions != space.Dimensions)
            {
                throw new EmbeddingDimensionException(_dimensions, space.Dimensions);
            }

            _dimensions = space.Dimensions;
            return _position;
        },
        cancellationToken);

    public Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default) => LockedAsync(
        () =>
        {
            // All is checked before anything is written.
            foreach (VectorChange.Upsert upsert in changes.OfType<VectorChange.Upsert>().Where(upsert => upsert.Vector.Length > 0))
            {
                Check(upsert.Vector.Span);
            }

            foreach (VectorChange change in changes)
            {
                _rows.TryGetValue(change.Id, out Row? row);
                if (Next(row, change) is { } next)
                {
                    _rows[change.Id] = next;
                }
            }

            // Last: whoever stops before this does it all once more, which changes nothing.
            _position = (position.Epoch, position.Sequence).CompareTo((_position.Epoch, _position.Sequence)) > 0 ? position : _position;
            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) => LockedAsync(
        () =>
        {
            Check(query.Vector.Span);
            return Best(
                from row in _rows.Values
                where row is { Item: not null, Vector: not null }
                let item = row.Item!
                where query.Scope.Contains(item)
                where query.MemoryIds?.Contains(item.Id, StringComparer.Ordinal) != false
                where Passes(item, query.Filter, query.MinTrust, query.ActiveAt)
                let score = Vectors.Cosine(Vectors.Widen(query.Vector.Span), row.Vector!)
                where score >= (query.MinScore ?? -1)
                select new VectorMatch(item, score),
                query.Top);
        },
        cancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default) => LockedAsync(
        () =>
        {
            // The whole scope says how rare a word is; what the query leaves out besides counts all the same.
            MemoryKeywords wanted = MemoryKeywords.Of(query.Text);
            (MemoryItem Item, MemoryKeywords Words)[] scope =
                [.. _rows.Values.Select(row => row.Item).OfType<MemoryItem>().Where(query.Scope.Contains).Select(item => (item, MemoryKeywords.Of(item.Text)))];
            int[][] occurrences =
                [.. scope.Select(memory => wanted.Terms.Select(term => memory.Words.Terms.FirstOrDefault(own => Same(own.Key, term.Key)).Value).ToArray())];
            long[] having = [.. wanted.Terms.Select((_, term) => occurrences.LongCount(counts => counts[term] > 0))];
            KeywordScorer scorer = wanted.ScorerOf(scope.Length, scope.Select(memory => (double)memory.Words.Length).DefaultIfEmpty().Average(), having);
            return Best(
                scope.Select((memory, n) => new VectorMatch(memory.Item, scorer.Score(occurrences[n], memory.Words.Length)))
                    .Where(match => match.Score > 0 && query.MemoryIds?.Contains(match.Item.Id, StringComparer.Ordinal) != false)
                    .Where(match => Passes(match.Item, query.Filter, query.MinTrust, query.ActiveAt)),
                query.Top);
        },
        cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => LockedAsync(() => _rows.Values.LongCount(row => row.Item is not null), cancellationToken);

    public Task ClearAsync(CancellationToken cancellationToken = default) => LockedAsync(
        () =>
        {
            _rows.Clear();
            _position = HistoryPosition.Start;
            return true;
        },
        cancellationToken);

    public ValueTask DisposeAsync()
    {
        _gate.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Gets what a change makes of a row; null where it is not newer.</summary>
    private static Row? Next(Row? row, VectorChange change)
    {
        bool isNewer = row is null || change.Version > row.Version;
        return change switch
        {
            VectorChange.Delete when isNewer => new Row(change.Version, null, null),
            VectorChange.Upsert upsert when isNewer => new Row(change.Version, upsert.Item, VectorOf(upsert)),
            VectorChange.Upsert upsert when row is { Item: not null, Vector: null } && row.Version == change.Version => row with { Vector = VectorOf(upsert) },
            VectorChange.Describe describe when isNewer =>
                new Row(change.Version, describe.Item, Same(row?.Item?.Text, describe.Item.Text) ? row!.Vector : null),
            _ => null,
        };
    }

    private static float[]? VectorOf(VectorChange.Upsert upsert) => upsert.Vector.Length > 0 ? upsert.Vector.ToArray() : null;

    private static bool Passes(MemoryItem item, MemoryFilter? filter, MemoryTrust? least, DateTimeOffset? activeAt) =>
        filter?.Matches(item) != false && item.Trust >= (least ?? MemoryTrust.Untrusted) && (activeAt is not { } instant || !item.IsExpired(instant));

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);

    private static IReadOnlyList<VectorMatch> Best(IEnumerable<VectorMatch> matches, int top) =>
        [.. matches.OrderByDescending(match => match.Score).ThenBy(match => match.Item.Id, StringComparer.Ordinal).Take(top)];

    private void Check(ReadOnlySpan<float> vector) => Vectors.Check(vector, _dimensions, "vector");

    private async Task<T> LockedAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return work();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What is known of a memory: it stays when the memory is deleted, so that an older version that comes late brings nothing back.</summary>
    private sealed record Row(int Version, MemoryItem? Item, float[]? Vector);
}
