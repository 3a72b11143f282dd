using System.Buffers;

namespace Mem0Sharp;

/// <summary>A vector store in the memory of the process: exact, and rebuilt from the history whenever it is opened.</summary>
/// <remarks>
/// Thread-safe: any number of searches runs beside each other and beside one batch of changes. A search waits for nothing: it sees all of the
/// batches that were applied when it began, and nothing of later ones. Every search looks at all memories of its scope (no approximation),
/// so its time grows with the size of the scope and not with the store's: of the ids that a scope names, only the rows of the one with the fewest
/// memories are looked at, and a user's lie together. They are looked at by an int8 code of each vector first, and the scores of those that this
/// cannot exclude are worked out: scores and order are those of comparing all vectors, to the bit, on every processor. A large scope is
/// scanned by several threads where some are free. A keyword search looks, for each word of the question, at the memories that have
/// it or at those of the scope, whichever are fewer. For a filter that compares a field by equality or order, in a scope of 1,024 rows or more, an
/// index of that field is made and kept; where it leads to few rows, only they are looked at.
/// A memory takes 5 bytes a dimension, its item, some 100 bytes, and 20 for each of its words. That of a <see cref="Memory"/> may do with 1 byte
/// a dimension: <see cref="MemoryOptions.VectorStorage"/>. Nothing is written anywhere, and what is erased is gone with the change that deletes it,
/// or with the end of the searches that saw it.
/// </remarks>
public sealed class InMemoryVectorStore : IVectorStore, IDisposable
{
    // More would help hardly any: two read as fast as the memory is.
    private const int MostThreads = 4;

    // One changes the store at a time. Searches do not take it.
    private readonly Lock _writing = new();
    private readonly int _threads;
    private readonly VectorSource? _source;
    private volatile VectorTable? _table;
    private volatile bool _isDisposed;

    // Guarded by the lock.
    private HistoryPosition _position;

    /// <summary>Makes a store that is to be opened.</summary>
    public InMemoryVectorStore()
        : this(source: null)
    {
    }

    /// <summary>Makes a store that keeps codes only where there is a source that has the vectors.</summary>
    internal InMemoryVectorStore(VectorSource? source)
        : this(Math.Min(Environment.ProcessorCount, MostThreads), source)
    {
    }

    /// <summary>Makes a store of which a search takes so many threads at most, the caller's among them.</summary>
    internal InMemoryVectorStore(int threads, VectorSource? source = null) => (_threads, _source) = (threads, source);

    private VectorTable Table
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _table ?? throw new InvalidOperationException(
                "The vector store is not open. Call OpenAsync first, and again after ClearAsync.");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="MemoryValidationException">The dimension is not 1 to <see cref="MemoryLimits.Dimensions"/>.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        return Run(static (store, space) => store.Open(space), space, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The store was not opened.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <remarks>
    /// The token is looked at before the first change and not again: a batch is applied wholly or not at all. The position never
    /// goes back: an older one, of changes that come late, is not noted.
    /// </remarks>
    public Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return Run(
            static (store, batch) =>
            {
                store.Apply(batch.changes, batch.position);
                return true;
            },
            (changes, position),
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The store was not opened.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _source is not null
            ? SearchOneAsync(query, cancellationToken)
            : Run<(VectorQuery Query, CancellationToken Token), IReadOnlyList<VectorMatch>>(
                static (store, search) => store.Search(search.Query, search.Token), (query, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The store was not opened.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <remarks>All see the same state. The memories of a scope are gone through once for its queries, and not once for each.</remarks>
    public Task<IReadOnlyList<IReadOnlyList<VectorMatch>>> SearchManyAsync(
        IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return _source is not null
            ? SearchAllAsync(queries, cancellationToken)
            : Run<(IReadOnlyList<VectorQuery> Queries, CancellationToken Token), IReadOnlyList<IReadOnlyList<VectorMatch>>>(
                static (store, search) => store.SearchMany(search.Queries, search.Token), (queries, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="MemoryValidationException">Top or MinTrust is out of range.</exception>
    /// <exception cref="InvalidOperationException">The store was not opened.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <remarks>
    /// By BM25, divided by what all words of the question together could bring a memory of the scope: docs/search.md says what counts as
    /// a word, and which statistics are taken.
    /// </remarks>
    public Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Run<(KeywordQuery Query, CancellationToken Token), IReadOnlyList<VectorMatch>>(
            static (store, search) => store.SearchKeywords(search.Query, search.Token), (query, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The store was not opened.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) =>
        Run(static (store, _) => store.Count(), 0, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <remarks>A store that was never opened is empty already: clearing it does nothing.</remarks>
    public Task ClearAsync(CancellationToken cancellationToken = default) =>
        Run(
            static (store, _) =>
            {
                store.Clear(dispose: false);
                return true;
            },
            0,
            cancellationToken);

    /// <summary>Lets go of everything. Searches that are running end with what they saw. May be called more than once.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Does what <see cref="DisposeAsync"/> does.</summary>
    public void Dispose() => Clear(dispose: true);

    /// <summary>Works out what can be known of changes before the store is changed, while others change it.</summary>
    internal PreparedChanges Prepare(IReadOnlyList<VectorChange> changes)
    {
        VectorTable table = Table;
        double[] lengths = new double[changes.Count];
        ChangeLengths.Measure(changes, table.Dimensions, lengths);
        return new PreparedChanges(changes, lengths, table.TermsOf(changes));
    }

    /// <summary>Applies changes of which all is known.</summary>
    internal Task ApplyAsync(PreparedChanges prepared, HistoryPosition position, CancellationToken cancellationToken) => Run(
        static (store, batch) =>
        {
            store.Apply(batch.prepared.Changes, batch.prepared.Lengths, batch.prepared.Terms, batch.position);
            return true;
        },
        (prepared, position),
        cancellationToken);

    private HistoryPosition Open(EmbeddingSpace space)
    {
        if (space.Dimensions is < 1 or > MemoryLimits.Dimensions)
        {
            throw new MemoryValidationException(
                nameof(space),
                $"The embedding space has {space.Dimensions} dimensions.",
                $"Give 1 to {MemoryLimits.Dimensions}: the length of the vectors that the generator makes.");
        }

        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_table is { Count: > 0 } && _table.Dimensions != space.Dimensions)
            {
                throw new EmbeddingDimensionException(_table.Dimensions, space.Dimensions);
            }

            if (_table?.Dimensions != space.Dimensions)
            {
                _table = new VectorTable(space.Dimensions, _threads, _source);
                _position = HistoryPosition.Start;
            }

            return _position;
        }
    }

    private void Apply(IReadOnlyList<VectorChange> changes, HistoryPosition position)
    {
        double[] lengths = ArrayPool<double>.Shared.Rent(changes.Count);
        try
        {
            // All of the batch is found valid before any of it is applied, and before others have to wait.
            ChangeLengths.Measure(changes, Table.Dimensions, lengths);
            Apply(changes, lengths, terms: null, position);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(lengths);
        }
    }

    private void Apply(IReadOnlyList<VectorChange> changes, double[] lengths, TermBatch? terms, HistoryPosition position)
    {
        VectorTable table;
        lock (_writing)
        {
            // Since they were measured the store may have been cleared and opened for another space.
            table = Table;
            ChangeLengths.Check(changes, table.Dimensions);

            table.Apply(changes, lengths, terms);
            _position = Later(_position, position);
        }

        TidyIfDue(table);
    }

    private VectorMatch[] Search(VectorQuery query, CancellationToken cancellationToken)
    {
        VectorTable table = Table;
        double length = Measure(query, table.Dimensions);
        try
        {
            return table.Search(query, length, cancellationToken);
        }
        finally
        {
            TidyIfDue(table);
        }
    }

    private VectorMatch[][] SearchMany(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken)
    {
        VectorTable table = Table;
        double[] lengths = [.. queries.Select(query => Measure(query, table.Dimensions))];
        try
        {
            return table.SearchMany(queries, lengths, cancellationToken);
        }
        finally
        {
            TidyIfDue(table);
        }
    }

    private async Task<IReadOnlyList<VectorMatch>> SearchOneAsync(VectorQuery query, CancellationToken cancellationToken) =>
        (await SearchAllAsync([query], cancellationToken).ConfigureAwait(false))[0];

    private async Task<IReadOnlyList<IReadOnlyList<VectorMatch>>> SearchAllAsync(
        IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        VectorTable table = Table;
        double[] lengths = [.. queries.Select(query => Measure(query, table.Dimensions))];
        try
        {
            return await table.SearchManyAsync(queries, lengths, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            TidyIfDue(table);
        }
    }

    private VectorMatch[] SearchKeywords(KeywordQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query.Text, nameof(query));
        ArgumentNullException.ThrowIfNull(query.Scope, nameof(query));
        Validate.Top(query.Top, nameof(KeywordQuery.Top));
        Validate.Trust(query.MinTrust, nameof(KeywordQuery.MinTrust));
        VectorTable table = Table;
        try
        {
            return table.SearchKeywords(query, cancellationToken);
        }
        finally
        {
            TidyIfDue(table);
        }
    }

    /// <summary>Takes away what this search was the last to see; where somebody changes the store just now, that one does it.</summary>
    private void TidyIfDue(VectorTable table)
    {
        if (table.IsTidyingDue && _writing.TryEnter())
        {
            try
            {
                table.Tidy();
            }
            finally
            {
                _writing.Exit();
            }
        }
    }

    private long Count() => Table.Count;

    private void Clear(bool dispose)
    {
        lock (_writing)
        {
            if (!dispose)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
            }

            _isDisposed |= dispose;
            _table = null;
            _position = HistoryPosition.Start;
        }
    }

    /// <summary>Finds a query valid.</summary>
    /// <returns>The length of its vector.</returns>
    private static double Measure(VectorQuery query, int dimensions)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(query.Scope, nameof(query));
        Validate.Top(query.Top, nameof(VectorQuery.Top));
        Validate.Score(query.MinScore, nameof(VectorQuery.MinScore));
        Validate.Trust(query.MinTrust, nameof(VectorQuery.MinTrust));
        ChangeLengths.CheckDimension(query.Vector.Length, dimensions);
        return UnitVector.Length(query.Vector.Span, nameof(VectorQuery.Vector));
    }

    private static HistoryPosition Later(HistoryPosition left, HistoryPosition right) =>
        (right.Epoch, right.Sequence).CompareTo((left.Epoch, left.Sequence)) > 0 ? right : left;

    /// <summary>Does the work at once, but has its failures come from the task, as callers of a Task expect.</summary>
    private Task<TResult> Run<TState, TResult>(
        Func<InMemoryVectorStore, TState, TResult> work, TState state, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        try
        {
            return Task.FromResult(work(this, state));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }
        catch (Exception exception)
        {
            return Task.FromException<TResult>(exception);
        }
    }
}
