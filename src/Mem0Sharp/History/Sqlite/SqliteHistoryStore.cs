using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <summary>The history in an SQLite file, which several processes may share.</summary>
/// <remarks>
/// Thread-safe: one connection writes, a pool of others reads, and one only watches for other processes' commits. The file is in
/// WAL mode, so reads never wait for writes. The provider has no asynchronous I/O: calls complete synchronously.
/// </remarks>
public sealed partial class SqliteHistoryStore : IHistoryStore, IDisposable
{
    private const int Page = 256;

    private readonly SqliteHistoryOptions _options;
    private readonly Lock _writing = new();
    private readonly Lock _watching = new();

    // One connection closes at a time: the last one removes the file's log, and of two at once neither is the last.
    private readonly Lock _closing = new();
    private readonly ConcurrentBag<SqliteReader> _readers = [];

    // Guarded by _writing.
    private SqliteWriter? _writer;

    // Guarded by _watching. It never writes: a connection's own commits do not change its data version.
    private SqliteReader? _watcher;
    private long _dataVersion;
    private HistoryPosition _position;

    private volatile bool _disposed;

    /// <summary>Makes a history over a file; nothing is opened yet.</summary>
    /// <param name="options">Path and durability.</param>
    /// <exception cref="MemoryValidationException">The path is blank or no path, or the timeout out of range.</exception>
    public SqliteHistoryStore(SqliteHistoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            throw new MemoryValidationException(nameof(options.Path), "The path of the memory file is blank.", "Give a file path.");
        }

        if (options.BusyTimeout < TimeSpan.Zero || options.BusyTimeout > TimeSpan.FromMinutes(10))
        {
            throw new MemoryValidationException(
                nameof(options.BusyTimeout), "The busy timeout is out of range.", "Give 0 to 10 minutes.");
        }

        _options = new SqliteHistoryOptions
        {
            Path = FullPath(options.Path),
            Durability = options.Durability,
            BusyTimeout = options.BusyTimeout,
            CheckOnOpen = options.CheckOnOpen,
        };
    }

    /// <inheritdoc/>
    public Task<HistoryState> OpenAsync(CancellationToken cancellationToken = default) =>
        Write(writer => writer.State(), cancellationToken);

    /// <inheritdoc/>
    public Task<HistoryPosition> GetPositionAsync(CancellationToken cancellationToken = default) => Guarded(
        () =>
        {
            if (PositionOfWriter() is { } known)
            {
                return known;
            }

            lock (_watching)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                _watcher ??= new SqliteReader(_options);
                _watcher.EnsureInPlace();
                long version = _watcher.DataVersion();
                if (version != _dataVersion)
                {
                    // The version first: a commit in between is seen again by the next call, never missed.
                    _position = _watcher.CurrentPosition();
                    _dataVersion = version;
                }

                return _position;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<HistoryCommit> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writes);
        return Write(writer => writer.Commit(writes), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemoryHead?>> GetHeadsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return ReadFew<IReadOnlyList<MemoryHead?>>(ids.Count, session => [.. ids.Select(session.Head)], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemoryHead>> ListAsync(HistoryListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Read<IReadOnlyList<MemoryHead>>(reader => reader.List(query), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(
        MemoryScope? scope, DateTimeOffset? activeAt, MemoryFilter? filter = null, CancellationToken cancellationToken = default) =>
        Read(reader => reader.Count(scope, activeAt, filter), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<HistoryEntry> ReadAsync(
        IReadOnlyList<string> memoryIds, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(memoryIds);

        // Each memory's rows come in sequence, so the smallest head of all of them is the next row.
        PriorityQueue<SqliteHistoryCursor, long> cursors = new();
        foreach (string id in memoryIds.Distinct(StringComparer.Ordinal))
        {
            SqliteHistoryCursor cursor = new(id);
            await AdvanceAsync(cursors, cursor, cancellationToken).ConfigureAwait(false);
        }

        while (cursors.TryDequeue(out SqliteHistoryCursor? next, out _))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return next.Current;
            await AdvanceAsync(cursors, next, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryEntry> ReadAfterAsync(long afterSequence, CancellationToken cancellationToken = default) => PagesAsync(
        afterSequence, static (reader, after) => reader.Entries(after, Page), static entry => entry.Sequence, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Pages are read ahead by other threads while the caller works on those that it has: opening a file is long enough to need them.</remarks>
    public async IAsyncEnumerable<HistoryChange> ReadChangesAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (HistoryPage page in ReadPagesAsync(afterSequence, lends: false, prepare: null, cancellationToken).ConfigureAwait(false))
        {
            foreach (HistoryChange change in page.Changes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return change;
            }
        }
    }

    /// <summary>Reads what <see cref="ReadChangesAsync"/> does, in pages.</summary>
    /// <param name="afterSequence">Only what is newer.</param>
    /// <param name="lends">Whether vectors are the caller's only until the page is disposed.</param>
    /// <param name="prepare">What each page's reader does with it, or null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal IAsyncEnumerable<HistoryPage> ReadPagesAsync(
        long afterSequence, bool lends, Action<HistoryPage>? prepare = null, CancellationToken cancellationToken = default)
    {
        ConcurrentBag<LentVectors>? free = lends ? [] : null;
        return new SqliteReadAhead(
            async (after, through, token) =>
            {
                HistoryPage page = await Read(
                    reader => reader.Changes(after, through, Page, free is null ? null : LentVectors.From(Page, free)), token).ConfigureAwait(false);
                prepare?.Invoke(page);
                return page;
            },
            (after, token) => Read(reader => reader.EndOfPage(after, Page), token),
            Page).ReadAsync(afterSequence, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<HistoryEntry>> ReadScopeAsync(
        MemoryScope? scope, long throughSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (long before = throughSequence == long.MaxValue ? long.MaxValue : throughSequence + 1; ;)
        {
            long next = before;
            List<(long First, List<HistoryEntry> Entries)> page = await Read(
                reader => reader.Memories(scope, throughSequence, next, Page), cancellationToken).ConfigureAwait(false);
            foreach ((_, List<HistoryEntry> entries) in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return entries;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            before = page[^1].First;
        }
    }

    /// <inheritdoc/>
    public Task<long> GetSequenceAtAsync(DateTimeOffset at, CancellationToken cancellationToken = default) =>
        Read(reader => reader.SequenceAt(at), cancellationToken);

    /// <inheritdoc/>
    public Task<RecordedCall?> GetCallAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Read(reader => reader.Call(key), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DateTimeOffset?>> GetRejectionsAsync(
        IReadOnlyList<RejectedValue> values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Read<IReadOnlyList<DateTimeOffset?>>(reader => [.. values.Select(reader.RejectedAt)], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> LiftRejectionAsync(RejectedValue value, CancellationToken cancellationToken = default) =>
        Write(writer => writer.Lift(value), cancellationToken);

    /// <inheritdoc/>
    public Task<HistoryErasure> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Write(writer => writer.Erase(request), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ErasedMemory>> GetErasuresAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<ErasedMemory>>(reader => reader.Erasures(afterSequence), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetEmbeddingsAsync(
        IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return ReadFew<IReadOnlyList<ReadOnlyMemory<float>?>>(
            texts.Count,
            session => [.. texts.Select(session.Embedding)],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> GetUnembeddedAsync(int limit, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<string>>(reader => reader.Unembedded(limit), cancellationToken);

    /// <inheritdoc/>
    public Task<int> AddEmbeddingsAsync(
        IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return Write(writer => writer.AddEmbeddings(embeddings), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HistoryChange> ReadEmbeddedLaterAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (HistoryChange change in await Read(reader => reader.EmbeddedLater(afterSequence), cancellationToken).ConfigureAwait(false))
        {
            yield return change;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<string>>(reader => reader.Check(), cancellationToken);

    /// <inheritdoc/>
    public Task<HistoryState> ResetAsync(CancellationToken cancellationToken = default) => Write(writer => writer.Reset(), cancellationToken);

    /// <summary>Waits for a write that is going on, then closes the file.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Does what <see cref="DisposeAsync"/> does.</summary>
    public void Dispose()
    {
        _disposed = true;

        // A checkpoint that goes on ends first: its connection would be the last one, and leave the log.
        lock (_checkpointing)
        {
            lock (_writing)
            {
                CloseConnections();
            }
        }

        SqliteFilePlace.RemoveEmptyLog(_options.Path);
    }

    private void CloseReaders()
    {
        while (_readers.TryTake(out SqliteReader? reader))
        {
            Close(reader);
        }
    }

    private void Close(SqliteSession? session)
    {
        lock (_closing)
        {
            session?.Dispose();
        }
    }

    /// <summary>Streams what has a sequence, page by page: no connection is held while the caller works.</summary>
    private async IAsyncEnumerable<T> PagesAsync<T>(
        long afterSequence,
        Func<SqliteReader, long, List<T>> read,
        Func<T, long> sequenceOf,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (long after = afterSequence; ;)
        {
            List<T> page = await Read(reader => read(reader, after), cancellationToken).ConfigureAwait(false);
            foreach (T row in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return row;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = sequenceOf(page[^1]);
        }
    }

    private async Task AdvanceAsync(
        PriorityQueue<SqliteHistoryCursor, long> cursors, SqliteHistoryCursor cursor, CancellationToken cancellationToken)
    {
        if (cursor.NeedsPage)
        {
            cursor.Add(
                await Read(reader => reader.Entries(cursor.MemoryId, cursor.LastSequence, Page), cancellationToken).ConfigureAwait(false),
                Page);
        }

        if (cursor.MoveNext())
        {
            cursors.Enqueue(cursor, cursor.Current.Sequence);
        }
    }

    // Full, so that every connection finds the same file: the current folder may change, and of a bare ":memory:" or "file:…" SQLite
    // would make a database for each connection.
    private static string FullPath(string path)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new MemoryValidationException(nameof(SqliteHistoryOptions.Path), "The path of the memory file is no path.", "Give a file path.");
        }
    }
}
