namespace Mem0Sharp;

/// <summary>Makes one history the copy of another, and compares them. Used once.</summary>
internal sealed class HistoryCopy(IHistoryStore source, IHistoryStore target, IProgress<HistoryMigrationProgress>? progress)
{
    /// <summary>How often it is gone through while others write to the source.</summary>
    private const int Rounds = 3;

    private readonly LogComparison _log = new(source, target);
    private readonly BesideLog _beside = new(source, target);
    private HistoryMigrationProgress _reached;
    private long _copiedNow;

    public async Task<HistoryMigrationResult> RunAsync(CancellationToken cancellationToken)
    {
        for (int round = 1; ; round++)
        {
            HistoryState began = await source.OpenAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await RoundAsync(began, cancellationToken).ConfigureAwait(false);
            }
            catch (HistoryMigrationException difference)
            {
                // What stands beside the log changes without moving its end.
                bool isChanging = difference.Sequence == 0 || await source.GetPositionAsync(cancellationToken).ConfigureAwait(false) != began.Position;
                if (!isChanging || (round == Rounds && difference.Sequence == 0))
                {
                    throw;
                }

                if (round == Rounds)
                {
                    throw HistoryMigrationException.Changing();
                }
            }
        }
    }

    private async Task<HistoryMigrationResult> RoundAsync(HistoryState began, CancellationToken cancellationToken)
    {
        // What was erased comes first: the rows that are read after it show what it did to others.
        IReadOnlyList<ErasedMemory> erased = await source.GetErasuresAsync(afterSequence: 0, cancellationToken).ConfigureAwait(false);
        HistoryState state = await target.OpenAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ErasedMemory> known = await target.GetErasuresAsync(afterSequence: 0, cancellationToken).ConfigureAwait(false);
        if (!known.SequenceEqual(erased.Take(known.Count)))
        {
            throw HistoryMigrationException.Foreign("other memories were erased in it");
        }

        ErasedMemory[] pending = [.. erased.Skip(known.Count)];
        LogPrefix prefix = await _log.MeasureAsync(
            pending.Select(memory => memory.MemoryId).ToHashSet(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        if (prefix.Copied == 0 && known.Count == 0)
        {
            await _beside.EnsureNothingElseAsync(cancellationToken).ConfigureAwait(false);
        }

        long most = prefix.Copied + Math.Max(0, began.Position.Sequence - prefix.LastSequence);
        Report(prefix.Copied, compared: 0, most);
        if (pending.Length + prefix.Unnamed.Count > 0)
        {
            // Before anything is added: then the target is the source's beginning as that is now, which has embeddings of no other texts.
            await EraseAsync(pending, prefix.Unnamed, cancellationToken).ConfigureAwait(false);
        }

        await new EmbeddingCopy(source, target).CopyAsync(began.Space, state.Space, cancellationToken).ConfigureAwait(false);
        long before = _copiedNow;
        await new RowCopy(source, target, began).CopyAsync(
            prefix.LastSequence,
            rows =>
            {
                _copiedNow = before + rows;
                Report(prefix.Copied + rows, compared: 0, most);
            },
            cancellationToken).ConfigureAwait(false);
        if (await _beside.CopyAsync(cancellationToken).ConfigureAwait(false))
        {
            // What left may have been erased in the source: an erase takes its bytes out too.
            await EraseAsync([], [], cancellationToken).ConfigureAwait(false);
        }

        return await CompareAsync(began, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HistoryMigrationResult> CompareAsync(HistoryState began, CancellationToken cancellationToken)
    {
        IReadOnlyList<ErasedMemory> erased = await source.GetErasuresAsync(afterSequence: 0, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ErasedMemory> known = await target.GetErasuresAsync(afterSequence: 0, cancellationToken).ConfigureAwait(false);
        if (!string.Equals(ErasureChain.Of(erased), ErasureChain.Of(known), StringComparison.Ordinal))
        {
            throw HistoryMigrationException.Different("its record of what was erased is another one");
        }

        HistoryMigrationResult log = await _log.CompareAsync(rows => Report(rows, rows, _reached.Total), cancellationToken).ConfigureAwait(false);
        HistoryMigrationResult all = await _beside.CompareAsync(log, cancellationToken).ConfigureAwait(false);
        Report(log.Rows, log.Rows, log.Rows);
        return all with
        {
            Copied = _copiedNow,
            Erased = erased.Count,
            Source = began.Position,
            Target = await target.GetPositionAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    private Task<HistoryErasure> EraseAsync(IReadOnlyList<ErasedMemory> pending, IReadOnlyList<long> unnamed, CancellationToken cancellationToken) =>
        target.EraseAsync(new HistoryErasureRequest { Copied = pending, Unnamed = unnamed, ErasedAt = default }, cancellationToken);

    private void Report(long copied, long compared, long total)
    {
        copied = Math.Max(copied, _reached.Copied);
        _reached = new HistoryMigrationProgress(copied, Math.Max(compared, _reached.Compared), Math.Max(copied, total));
        progress?.Report(_reached);
    }
}
