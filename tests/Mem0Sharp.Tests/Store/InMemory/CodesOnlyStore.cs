using System.Collections.Concurrent;

namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>A store that keeps codes only, over vectors that are kept as they came, and counted when they are asked for.</summary>
internal sealed class CodesOnlyStore : IVectorStore
{
    private readonly ConcurrentDictionary<(string Id, int Version), ReadOnlyMemory<float>> _vectors = new();
    private readonly InMemoryVectorStore _inner;
    private readonly ConcurrentQueue<int> _reads = new();

    public CodesOnlyStore(int threads = 1) => _inner = new InMemoryVectorStore(threads, GetAsync);

    /// <summary>Gets how many vectors each read asked for.</summary>
    public IReadOnlyCollection<int> Reads => _reads;

    /// <summary>Gets or sets what happens before vectors are read.</summary>
    public Func<Task> BeforeRead { get; set; } = () => Task.CompletedTask;

    /// <summary>Gets the ids of memories whose vectors are gone.</summary>
    public HashSet<string> Erased { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the vector that is read of every memory, or null for its own.</summary>
    public float[]? Instead { get; set; }

    public void ForgetReads() => _reads.Clear();

    public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) => _inner.OpenAsync(space, cancellationToken);

    public Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        // The first one of a version counts, as in the store.
        foreach (VectorChange.Upsert upsert in changes.OfType<VectorChange.Upsert>().Where(upsert => !upsert.Vector.IsEmpty))
        {
            _vectors.TryAdd((upsert.Id, upsert.Version), upsert.Vector.ToArray());
        }

        // A version that only describes has the vector of the one before it.
        foreach (VectorChange.Describe describe in changes.OfType<VectorChange.Describe>())
        {
            (string Id, int Version)[] before =
                [.. _vectors.Keys.Where(key => string.Equals(key.Id, describe.Id, StringComparison.Ordinal) && key.Version < describe.Version)];
            if (before.Length > 0)
            {
                _vectors.TryAdd((describe.Id, describe.Version), _vectors[before.MaxBy(key => key.Version)]);
            }
        }

        return _inner.ApplyAsync(changes, position, cancellationToken);
    }

    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        _inner.SearchAsync(query, cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<VectorMatch>>> SearchManyAsync(
        IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default) => _inner.SearchManyAsync(queries, cancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default) =>
        _inner.SearchKeywordsAsync(query, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => _inner.CountAsync(cancellationToken);

    public async Task ClearAsync(CancellationToken cancellationToken = default)
    {
        await _inner.ClearAsync(cancellationToken);
        _vectors.Clear();
    }

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private async Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetAsync(IReadOnlyList<MemoryItem> items, CancellationToken cancellationToken)
    {
        // As from a file: not on the caller's thread.
        await Task.Yield();
        await BeforeRead();
        _reads.Enqueue(items.Count);
        return [.. items.Select(item => Erased.Contains(item.Id) ? null : Instead ?? (ReadOnlyMemory<float>?)_vectors[(item.Id, item.Version)])];
    }
}
