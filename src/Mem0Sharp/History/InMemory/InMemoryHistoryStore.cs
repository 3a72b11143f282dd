using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mem0Sharp;

/// <summary>A history in managed memory: no native library, and nothing outlives the process.</summary>
/// <remarks>Thread-safe. What a memory uses when no file is configured, and what tests use.</remarks>
public sealed class InMemoryHistoryStore : IHistoryStore, IDisposable
{
    private readonly Lock _gate = new();

    // Guarded by _gate, all of them.
    private readonly Dictionary<string, List<HistoryEntry>> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryHead> _heads = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, string> _live = [];
    private readonly Dictionary<string, ReadOnlyMemory<float>> _embeddings = new(StringComparer.Ordinal);
    private EmbeddingSpace? _space;
    private HistoryPosition _position;

    /// <inheritdoc/>
    public Task<HistoryState> OpenAsync(CancellationToken cancellationToken = default) =>
        Locked(() => new HistoryState(_position, _space), cancellationToken);

    /// <inheritdoc/>
    public Task<HistoryPosition> GetPositionAsync(CancellationToken cancellationToken = default) =>
        Locked(() => _position, cancellationToken);

    /// <inheritdoc/>
    public Task<HistoryCommit> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writes);
        return Locked(
            () =>
            {
                HistoryPosition before = _position;
                HistoryTransaction transaction = new(_space, _heads.GetValueOrDefault, Append);
                HistoryWriteResult[] results = transaction.Run(writes);
                _space = transaction.Space;
                return new HistoryCommit(results, before, _position);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemoryHead?>> GetHeadsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Locked<IReadOnlyList<MemoryHead?>>(() => [.. ids.Select(id => _heads.GetValueOrDefault(id))], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemoryHead>> ListAsync(HistoryListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Locked<IReadOnlyList<MemoryHead>>(
            () =>
            [
                .. Live(query.Scope, query.ActiveAt)
                    .Where(head => query.Before is null || head.FirstSequence < query.Before)
                    .OrderByDescending(head => head.FirstSequence)
                    .Take(query.Limit),
            ],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(MemoryScope? scope, DateTimeOffset? activeAt, CancellationToken cancellationToken = default) =>
        Locked(() => Live(scope, activeAt).LongCount(), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryEntry> ReadAsync(IReadOnlyList<string> memoryIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(memoryIds);
        return StreamAsync<HistoryEntry>(
            () =>
            [
                .. memoryIds
                    .Distinct(StringComparer.Ordinal)
                    .SelectMany(id => _entries.GetValueOrDefault(id) ?? [])
                    .OrderBy(entry => entry.Sequence),
            ],
            cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryEntry> ReadAfterAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        StreamAsync<HistoryEntry>(
            () =>
            [
                .. _entries.Values
                    .SelectMany(entries => entries)
                    .Where(entry => entry.Sequence > afterSequence)
                    .OrderBy(entry => entry.Sequence),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryChange> ReadChangesAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        StreamAsync<HistoryChange>(
            () =>
            [
                .. _heads.Values
                    .Where(head => head.Sequence > afterSequence)
                    .OrderBy(head => head.Sequence)
                    .Select(head => new HistoryChange(head, head.IsDeleted ? default : _embeddings[head.Item.Text])),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetEmbeddingsAsync(
        IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Locked<IReadOnlyList<ReadOnlyMemory<float>?>>(
            () => [.. texts.Select(text => _embeddings.TryGetValue(text, out ReadOnlyMemory<float> vector) ? vector : (ReadOnlyMemory<float>?)null)],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<HistoryState> ResetAsync(CancellationToken cancellationToken = default) => Locked(
        () =>
        {
            _entries.Clear();
            _heads.Clear();
            _live.Clear();
            _embeddings.Clear();
            _space = null;
            _position = new HistoryPosition(_position.Epoch + 1, _position.Sequence);
            return new HistoryState(_position, _space);
        },
        cancellationToken);

    /// <summary>Does nothing: there is nothing to close.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Does nothing: there is nothing to close.</summary>
    public void Dispose()
    {
        // For containers that dispose synchronously.
    }

    private HistoryWriteResult Append(string memoryId, MemoryHead? current, HistoryAppend append)
    {
        if (append.Embedding is { } embedding)
        {
            _embeddings.TryAdd(append.Item.Text, embedding.Vector);
        }

        long sequence = _position.Sequence + 1;
        bool deleted = append.Event == MemoryEvent.Delete;
        MemoryHead head = new(append.Item, sequence, current?.FirstSequence ?? sequence, deleted);
        HistoryEntry entry = new()
        {
            Id = MemoryId.Create(append.Item.RecordedAt),
            Sequence = sequence,
            MemoryId = memoryId,
            Event = append.Event,
            OldText = current is { IsDeleted: false } ? current.Item.Text : null,
            NewText = deleted ? null : append.Item.Text,
            Item = append.Item,
            Reason = append.Reason,
        };

        _position = _position with { Sequence = sequence };
        (CollectionsMarshal.GetValueRefOrAddDefault(_entries, memoryId, out _) ??= []).Add(entry);
        _heads[memoryId] = head;
        if (deleted)
        {
            _live.Remove(head.FirstSequence);
        }
        else
        {
            _live[head.FirstSequence] = memoryId;
        }

        return HistoryWriteResult.Appended(entry, head);
    }

    private IEnumerable<MemoryHead> Live(MemoryScope? scope, DateTimeOffset? activeAt) => _live.Values
        .Select(id => _heads[id])
        .Where(head => (scope is null || scope.Contains(head.Item)) && (activeAt is not { } now || !head.Item.IsExpired(now)));

    /// <summary>Streams what is read under the lock at the first step: the lock is not held while the caller works.</summary>
    private async IAsyncEnumerable<T> StreamAsync<T>(Func<T[]> read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (T row in await Locked(read, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private Task<T> Locked<T>(Func<T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        lock (_gate)
        {
            return Task.FromResult(read());
        }
    }
}
