using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Mem0Sharp;

/// <summary>
/// Keeps the vector store at the end of the history: applies each commit, and catches up with what it missed (the beginning, a
/// failure, another process) before a read. Thread-safe.
/// </summary>
internal sealed partial class Projection
{
    private readonly IHistoryStore _history;
    private readonly IVectorStore _store;

    // Whether each commit is in the store at once: there is nothing to apply, and nothing to ask before a read.
    private readonly bool _isCommittedWith;
    private readonly ChangePages _pages;
    private readonly TextEmbedder _embedder;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _retries;
    private readonly SemaphoreSlim _gate = new(1, 1);

    // Written under _gate. Read without it only to see that there is nothing to do.
    private volatile PositionBox? _position;
    private bool _isStoreOpen;

    private volatile bool _closed;

    public Projection(IHistoryStore history, IVectorStore store, TextEmbedder embedder, TimeProvider time, ILogger logger)
    {
        _history = history;
        _store = store;
        _isCommittedWith = store.IsCommittedWith(history);
        _pages = new ChangePages(history, store);
        _embedder = embedder;
        _logger = logger;
        _retries = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<MemoryException>(exception => exception.IsTransient),
                MaxRetryAttempts = 3,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(100),
                UseJitter = true,
            })
            .Build();
    }

    /// <summary>Gets a value indicating whether there is anything to search: the store is opened with the first embedding.</summary>
    public bool IsStoreOpen => Volatile.Read(ref _isStoreOpen);

    /// <summary>Gets the last sequence that the store has reached; 0 before it is opened.</summary>
    public async ValueTask<long> SequenceAsync(CancellationToken cancellationToken) => _isCommittedWith
        ? (await _history.GetPositionAsync(cancellationToken).ConfigureAwait(false)).Sequence
        : _position?.Value.Sequence ?? 0;

    /// <summary>Brings the store to the end of the history, opening both when that has not been done.</summary>
    /// <exception cref="MemoryException">The history, the store or the embedding space does not allow it.</exception>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_isCommittedWith && IsStoreOpen)
        {
            return;
        }

        if (_position is { } known
            && await _history.GetPositionAsync(cancellationToken).ConfigureAwait(false) == known.Value)
        {
            return;
        }

        await ReopenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Applies a commit to the store.</summary>
    /// <returns>Null, or the error that its callers get: their change is committed, the store is behind until the next read.</returns>
    public async Task<MemoryStoreException?> TryApplyAsync(HistoryCommit commit)
    {
        if (commit.Before == commit.After || (_isCommittedWith && IsStoreOpen))
        {
            return null;
        }

        await EnterAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            // Else another process committed in between, or an earlier projection failed: what is missing is in the history.
            if (_isCommittedWith || _position?.Value != commit.Before || !await TryApplyLockedAsync(commit).ConfigureAwait(false))
            {
                await CatchUpLockedAsync(CancellationToken.None).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception exception)
        {
            return Behind(exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Brings the store to the end of the history after something was committed.</summary>
    /// <returns>Null, or the error that the caller gets: the change is committed, the store is behind until the next read.</returns>
    public async Task<MemoryStoreException?> TryCatchUpAsync()
    {
        try
        {
            // Where there is nothing to apply, something may still have to be forgotten.
            await (_isCommittedWith ? ReopenAsync(CancellationToken.None) : CatchUpAsync(CancellationToken.None)).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return Behind(exception);
        }
    }

    /// <summary>Empties the store after the history was reset.</summary>
    public async Task ResetAsync(HistoryState state, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ClearAsync(cancellationToken).ConfigureAwait(false);
            _position = new PositionBox(state.Position);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Waits for what is being applied; whoever waits for its turn, and whoever comes later, is refused.</summary>
    public async Task CloseAsync()
    {
        // The gate itself is not disposed: those that wait for a disposed semaphore wait for ever.
        _closed = true;
        await _gate.WaitAsync().ConfigureAwait(false);
        _gate.Release();
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_closed)
        {
            _gate.Release();
            throw new ObjectDisposedException(typeof(Memory).FullName);
        }
    }

    private MemoryStoreException Behind(Exception exception)
    {
        MemoryLog.ProjectionFailed(_logger, _position?.Value.Sequence ?? 0, exception.GetType().Name);
        return new MemoryStoreException(
            "The change is committed, but the vector store could not be brought up to date.",
            isCommitted: true,
            (exception as MemoryException)?.IsTransient ?? false,
            exception);
    }

    /// <returns>False where another process replaced all vectors after the commit, or what the store had is gone.</returns>
    private async Task<bool> TryApplyLockedAsync(HistoryCommit commit)
    {
        try
        {
            await ApplyAsync(await ChangesAsync(commit).ConfigureAwait(false), commit.After, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (MemoryStoreException exception) when (exception.IsStoreLost)
        {
            ForgetStore();
            return false;
        }
        catch (MemoryException)
        {
            if (!await HasEndedAsync(commit.Before.Epoch, CancellationToken.None).ConfigureAwait(false))
            {
                throw;
            }

            return false;
        }
    }

    private async Task CatchUpLockedAsync(CancellationToken cancellationToken, IProgress<RebuildProgress>? progress = null)
    {
        long? noticed = null;
        bool wasLost = false;
        bool isLost;
        do
        {
            isLost = false;
            try
            {
                await CatchUpOnceAsync(progress, cancellationToken).ConfigureAwait(false);
            }
            catch (MemoryStoreException exception) when (exception.IsStoreLost && !wasLost && _position is not null)
            {
                wasLost = isLost = true;
                ForgetStore();
            }
            catch (MemoryException) when (_position is not null)
            {
                // The vectors may have been replaced while they were read. Of each epoch it is tried once: it may fail for itself.
                HistoryPosition end = await _history.GetPositionAsync(cancellationToken).ConfigureAwait(false);
                if (end.Epoch == _position.Value.Epoch || end.Epoch == noticed)
                {
                    throw;
                }

                noticed = end.Epoch;
            }
        }
        // And once more where they were replaced and it was not noticed: the store may hold those of two models. Or where it was found gone.
        while (isLost || await HasEndedAsync(_position!.Value.Epoch, cancellationToken).ConfigureAwait(false));
    }

    private async Task CatchUpOnceAsync(IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        bool isFirst = _position is null;
        HistoryPosition position = _position?.Value ?? HistoryPosition.Start;
        HistoryPosition end = _position is null ? HistoryPosition.Start : await _history.GetPositionAsync(cancellationToken).ConfigureAwait(false);
        if (_position is null || end.Epoch != position.Epoch || !_isStoreOpen)
        {
            HistoryState state = await _history.OpenAsync(cancellationToken).ConfigureAwait(false);
            if (_position is not null && state.Position.Epoch != position.Epoch)
            {
                // Another process reset the history, or all its vectors were replaced: nothing that was known before holds.
                await ClearAsync(cancellationToken).ConfigureAwait(false);
            }

            end = state.Position;
            _position = new PositionBox(HistoryPosition.Start with { Epoch = end.Epoch });
            position = await OpenStoreAsync(state, cancellationToken).ConfigureAwait(false);
            _position = new PositionBox(position);
        }

        List<VectorChange> changes = [];
        long applied = position.Sequence;
        long erased = position.Sequence;
        bool mayHoldErased = _isStoreOpen && position.Sequence > 0 && position.Sequence < end.Sequence;
        if (_isCommittedWith)
        {
            await ForgetErasedAsync(isFirst ? end.Sequence : position.Sequence, end.Sequence, cancellationToken).ConfigureAwait(false);
            _position = new PositionBox(end);
            _opened.TrySetResult();
            return;
        }

        if (applied < end.Sequence)
        {
            await foreach (HistoryPage page in _pages.ReadAsync(applied, prepares: _isStoreOpen && !mayHoldErased, cancellationToken).ConfigureAwait(false))
            {
                using (page)
                {
                    applied = page.Through;
                    changes = [.. page.Prepared?.Changes ?? page.Changes.Select(ChangePages.ChangeOf)];
                    await ApplyPageAsync(applied, page.Prepared).ConfigureAwait(false);
                }
            }
        }

        // Rows read here may be newer than the end that was asked for: never go back behind them.
        if (applied < end.Sequence || applied == position.Sequence)
        {
            await ApplyPageAsync(Math.Max(applied, end.Sequence)).ConfigureAwait(false);
        }

        async Task ApplyPageAsync(long through, PreparedChanges? prepared = null)
        {
            if (mayHoldErased)
            {
                // With every page: if the next one fails, the store's position must not lie behind what is still to be erased.
                changes.AddRange(await ErasuresAsync(erased, cancellationToken).ConfigureAwait(false));
                await foreach (HistoryChange late in _history.ReadEmbeddedLaterAsync(erased, cancellationToken).ConfigureAwait(false))
                {
                    changes.Add(new VectorChange.Upsert(late.Head.Item, late.Vector));
                }

                erased = through;
            }

            await ApplyAsync(changes, end with { Sequence = through }, cancellationToken, prepared).ConfigureAwait(false);
            changes = [];
            progress?.Report(new RebuildProgress(through, Math.Max(through, end.Sequence)));
        }
    }

    /// <summary>Opens the store, once it is known for which space; a store of another epoch starts anew.</summary>
    private async Task<HistoryPosition> OpenStoreAsync(HistoryState state, CancellationToken cancellationToken)
    {
        if (state.Space is null)
        {
            return HistoryPosition.Start with { Epoch = state.Position.Epoch };
        }

        _embedder.Bind(state.Space);
        HistoryPosition reached = await OpenStoreAsync(state.Space, state.Position, cancellationToken).ConfigureAwait(false);
        return new HistoryPosition(state.Position.Epoch, reached.Sequence);
    }

    /// <summary>Opens the store, emptied where it holds what is of another history, or of a later place than the history has.</summary>
    private async Task<HistoryPosition> OpenStoreAsync(EmbeddingSpace space, HistoryPosition end, CancellationToken cancellationToken)
    {
        HistoryPosition reached = await _store.OpenAsync(space, cancellationToken).ConfigureAwait(false);
        if (reached != HistoryPosition.Start && (reached.Epoch != end.Epoch || reached.Sequence > end.Sequence))
        {
            await _store.ClearAsync(cancellationToken).ConfigureAwait(false);
            reached = await _store.OpenAsync(space, cancellationToken).ConfigureAwait(false);
        }

        _isStoreOpen = true;
        return reached;
    }

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        if (_isStoreOpen && !_isCommittedWith)
        {
            await _store.ClearAsync(cancellationToken).ConfigureAwait(false);
        }

        _isStoreOpen = false;
        _embedder.Reset();
    }

    private async Task ApplyAsync(
        List<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken, PreparedChanges? prepared = null)
    {
        if (changes.Count > 0)
        {
            if (!_isStoreOpen)
            {
                // Before anything was embedded the store was not looked at: it may have been another history's. Of this one, another process may be ahead.
                await OpenStoreAsync(_embedder.Space!, position with { Sequence = long.MaxValue }, cancellationToken).ConfigureAwait(false);
            }

            await _retries.ExecuteAsync(
                async token => await _pages.ApplyAsync(changes, prepared, position, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        _position = new PositionBox(position);
    }

    /// <summary>Gets what was erased since, perhaps by another process. Their texts must not stay in the cache either.</summary>
    private async Task<IEnumerable<VectorChange>> ErasuresAsync(long afterSequence, CancellationToken cancellationToken)
    {
        IReadOnlyList<ErasedMemory> erased = await _history.GetErasuresAsync(afterSequence, cancellationToken).ConfigureAwait(false);
        if (erased.Count > 0)
        {
            _embedder.ForgetCached();
        }

        return erased.Select(memory => new VectorChange.Delete(memory.MemoryId, memory.Version));
    }

    /// <summary>Forgets cached texts where something was erased since, perhaps by another process.</summary>
    private async Task ForgetErasedAsync(long afterSequence, long throughSequence, CancellationToken cancellationToken)
    {
        if (afterSequence < throughSequence)
        {
            await ErasuresAsync(afterSequence, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<VectorChange>> ChangesAsync(HistoryCommit commit)
    {
        HistoryEntry[] entries = [.. commit.Results.Where(result => result.Entry is not null).Select(result => result.Entry!)];
        string[] texts = [.. entries.Where(NeedsVector).Select(entry => entry.Item.Text)];

        // Every text is in the cache or, since the commit, in the history; unless its embedding is to be made yet.
        IReadOnlyList<ReadOnlyMemory<float>> vectors = await _embedder.KnownAsync(texts, CancellationToken.None).ConfigureAwait(false);
        List<VectorChange> changes = new(entries.Length);
        int next = 0;
        foreach (HistoryEntry entry in entries)
        {
            changes.Add(entry switch
            {
                { IsDeleted: true } => new VectorChange.Delete(entry.MemoryId, entry.Version),
                _ when NeedsVector(entry) => new VectorChange.Upsert(entry.Item, vectors[next++]),
                _ => new VectorChange.Describe(entry.Item),
            });
        }

        return changes;
    }

    /// <summary>Whether a change brings a text that the store has no vector of yet: a memory that says what it said keeps its own.</summary>
    private static bool NeedsVector(HistoryEntry entry) => !entry.IsDeleted && !string.Equals(entry.OldText, entry.NewText, StringComparison.Ordinal);

    /// <summary>A position that can be read and replaced in one step.</summary>
    private sealed record PositionBox(HistoryPosition Value);
}
