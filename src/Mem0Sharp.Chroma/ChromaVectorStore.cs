using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>Keeps a memory's vectors in a Chroma server, over its REST API (version 2).</summary>
/// <remarks>
/// Thread-safe; it serves one memory, and other processes may use the same collection for the same history. Chroma has no transactions: a batch
/// takes several requests, and the position in the history is noted after them. What is left half done is completed from the history, before the
/// next read. docs/stores.md says what is promised, and what is not.
/// </remarks>
public sealed class ChromaVectorStore : IVectorStore
{
    // Of the nearest the index finds twice as many as with Chroma's own settings, and is hardly slower to write: docs/stores.md has the figures.
    private const int EfConstruction = 200;
    private const int EfSearch = 200;
    private const int MaxNeighbors = 32;

    private readonly StoreSettings _settings;
    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly ChromaClient _client;
    private readonly ReadWriteGate _gate = new();
    private volatile RecordTable? _records;
    private volatile bool _isDisposed;

    /// <summary>Initializes the store. Nothing is asked of the server yet.</summary>
    /// <param name="options">Where the vectors are.</param>
    /// <param name="http">A client to send requests with, which stays the caller's to dispose. Default null: one of its own.</param>
    /// <exception cref="MemoryConfigurationException">An option is out of range; all that are, are named.</exception>
    public ChromaVectorStore(ChromaStoreOptions options, HttpClient? http = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _settings = StoreSettings.Of(options);
        _ownsHttp = http is null;

        // Each request has its own limit. Connections are made anew now and then, so that a server that moved is found.
        _http = http ?? new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
        _client = new ChromaClient(_http, _settings);
    }

    private RecordTable Records
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _records ?? throw new InvalidOperationException("The vector store is not open. Call OpenAsync first, and again after ClearAsync.");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="MemoryAccessDeniedException">The server refused the token.</exception>
    /// <exception cref="MemoryConfigurationException">There is no Chroma, tenant or database of these names, or the collection is somebody else's.</exception>
    /// <exception cref="MemoryValidationException">The dimension is not 1 to <see cref="MemoryLimits.Dimensions"/>.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (space.Dimensions is < 1 or > MemoryLimits.Dimensions)
        {
            throw new MemoryValidationException(
                nameof(space),
                $"The embedding space has {space.Dimensions} dimensions.",
                $"Give 1 to {MemoryLimits.Dimensions}: the length of the vectors that the generator makes.");
        }

        return _gate.WriteAsync(() => OpenLockedAsync(space, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The store was not opened.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <remarks>
    /// Searches of this store wait until it is done; those of other processes may see some of its memories before the others, each of them
    /// whole. The position never goes back: an older one, of changes that come late, is not noted.
    /// </remarks>
    public Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return _gate.WriteAsync(
            async () =>
            {
                RecordTable records = Records;
                foreach (VectorChange.Upsert upsert in changes.OfType<VectorChange.Upsert>().Where(upsert => upsert.Vector.Length > 0))
                {
                    Vectors.Check(upsert.Vector.Span, records.Dimensions, nameof(changes));
                }

                if (changes.Count > 0)
                {
                    await new BatchWriter(records).WriteAsync(changes, cancellationToken).ConfigureAwait(false);
                }

                await NoteAsync(records, position, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The store was not opened.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <remarks>
    /// Exact where what can match is at most <see cref="ChromaStoreOptions.ExactUpTo"/>, or <see cref="VectorQuery.MemoryIds"/> names it. Else the
    /// server's index names candidates, and may overlook some of the nearest; their scores are worked out here all the same.
    /// </remarks>
    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _gate.ReadAsync(
            () =>
            {
                RecordTable records = Records;
                Queries.Check(query);
                Vectors.Check(query.Vector.Span, records.Dimensions, nameof(VectorQuery.Vector));
                return new VectorSearch(records, _settings.ExactUpTo).SearchAsync(query, cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The store was not opened.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <remarks>Reads the texts of the scope: Chroma knows neither word stems nor how rare a word is in a scope.</remarks>
    public Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _gate.ReadAsync(
            () =>
            {
                RecordTable records = Records;
                Queries.Check(query);
                return new KeywordSearch(records).SearchAsync(query, cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The store was not opened.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <remarks>Reads the ids of all records: Chroma's own count has deletions in it.</remarks>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) => _gate.ReadAsync(
        async () =>
        {
            List<RecordKey> keys = await Records.KeysAsync(where: null, limit: null, cancellationToken).ConfigureAwait(false);
            return keys.GroupBy(key => key.MemoryId, StringComparer.Ordinal)
                .LongCount(versions => !versions.Aggregate((newest, key) => key.IsNewerThan(newest) ? key : newest).IsDeleted);
        },
        cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="MemoryConfigurationException">The collection is somebody else's: it is left alone.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <remarks>Deletes the collection, also where the store was not opened.</remarks>
    public Task ClearAsync(CancellationToken cancellationToken = default) => _gate.WriteAsync(
        async () =>
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (await _client.FindCollectionAsync(cancellationToken).ConfigureAwait(false) is { } found)
            {
                _ = CollectionState.Of(found);
                await _client.DeleteCollectionAsync(cancellationToken).ConfigureAwait(false);
            }

            _records = null;
            return true;
        },
        cancellationToken);

    /// <summary>Lets go of the connections, where they are its own. The collection stays.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (_ownsHttp)
        {
            _http.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task<HistoryPosition> OpenLockedAsync(EmbeddingSpace space, CancellationToken cancellationToken)
    {
        CollectionState state = await FindOrCreateAsync(space, cancellationToken).ConfigureAwait(false);
        if (state.Dimensions != space.Dimensions)
        {
            RecordTable others = new(_client, state.Id, state.Dimensions);
            if ((await others.KeysAsync(where: null, limit: 1, cancellationToken).ConfigureAwait(false)).Count > 0)
            {
                throw new EmbeddingDimensionException(state.Dimensions, space.Dimensions);
            }

            await _client.DeleteCollectionAsync(cancellationToken).ConfigureAwait(false);
            state = await FindOrCreateAsync(space, cancellationToken).ConfigureAwait(false);
        }

        _records = new RecordTable(_client, state.Id, state.Dimensions);
        return state.Position;
    }

    private async Task<CollectionState> FindOrCreateAsync(EmbeddingSpace space, CancellationToken cancellationToken)
    {
        CollectionReply? found = await _client.FindCollectionAsync(cancellationToken).ConfigureAwait(false)
            ?? await _client.CreateCollectionAsync(Creation(space), cancellationToken).ConfigureAwait(false)
            ?? await _client.FindCollectionAsync(cancellationToken).ConfigureAwait(false);
        return CollectionState.Of(found ?? throw ChromaFailure.Lost());
    }

    private CollectionCreation Creation(EmbeddingSpace space) => new(
        _settings.Collection,
        new JsonObject
        {
            ["hnsw"] = new JsonObject
            {
                ["space"] = "cosine",
                ["ef_construction"] = EfConstruction,
                ["ef_search"] = EfSearch,
                ["max_neighbors"] = MaxNeighbors,
            },
        },
        CollectionState.Metadata(space, HistoryPosition.Start));

    /// <summary>Notes the position, unless the collection has come further. Between the look and the note another host may note a later one: then the
    /// collection is said to be behind, and what it has is applied once more, which changes nothing.</summary>
    private async Task NoteAsync(RecordTable records, HistoryPosition position, CancellationToken cancellationToken)
    {
        CollectionReply? found = await _client.FindCollectionAsync(cancellationToken).ConfigureAwait(false);
        CollectionState state = found is not null && string.Equals(found.Id, records.Collection, StringComparison.Ordinal)
            ? CollectionState.Of(found)
            : throw ChromaFailure.Lost();
        if ((position.Epoch, position.Sequence).CompareTo((state.Position.Epoch, state.Position.Sequence)) > 0)
        {
            CollectionChange change = new(CollectionState.Metadata(new EmbeddingSpace(state.Model, state.Dimensions), position));
            await _client.ChangeCollectionAsync(records.Collection, change, cancellationToken).ConfigureAwait(false);
        }
    }
}
