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
        // What was erased first: the rows that are read after it show what it did to others.
        IReadOnlyList<ErasedMemory> erased = await source.GetErasuresAsync(afterSequence: 0, cancellationToken).ConfigureAwait(false);
        HistoryState state = await target.OpenAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ErasedMemory> known = await target.GetErasuresAsync(afterSequence: 0, cancellationToken).ConfigureAwait(false);
        if (!known.SequenceEqual(erased.Take(known.Count)))
        {
            throw HistoryMigrationException.Foreign("other memories were erased in it");
        }

        HashSet<string> pending = erased.Skip(known.Count).Select(memory => memory.MemoryId).ToHashSet(StringComparer.Ordinal);
        LogPrefix prefix = await _log.MeasureAsync(pending, cancellationToken).ConfigureAwait(false);
        if (prefix.Copied == 0 && known.Count == 0)
        {
            await _beside.EnsureNothingElseAsync(cancellationToken).ConfigureAwait(false);
        }

        Report(prefix.Copied, compared: 0, prefix.Rows);
        await new EmbeddingCopy(source, target).CopyAsync(began.Space, state.Space, cancellationToken).ConfigureAwait(false);
        long before = _copiedNow;
        await new RowCopy(source, target, began).CopyAsync(
            prefix.LastSequence,
            rows =>
            {
                _copiedNow = before + rows;
                Report(prefix.Copied + rows, compared: 0, prefix.Rows);
            },
            cancellationToken).ConfigureAwait(false);
        await _beside.CopyAsync(cancellationToken).ConfigureAwait(false);
        if (pending.Count > 0)
        {
            await target.EraseAsync(
                new HistoryErasureRequest { Copied = erased, ErasedAt = erased[^1].ErasedAt }, cancellationToken).ConfigureAwait(false);
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

        HistoryMigrationResult log = await _log.CompareAsync(rows => Report(rows, rows, rows), cancellationToken).ConfigureAwait(false);
        HistoryMigrationResult all = await _beside.CompareAsync(log, cancellationToken).ConfigureAwait(false);
        return all with
        {
            Copied = _copiedNow,
            Erased = erased.Count,
            Source = began.Position,
            Target = await target.GetPositionAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    private void Report(long copied, long compared, long total)
    {
        copied = Math.Max(copied, _reached.Copied);
        _reached = new HistoryMigrationProgress(copied, Math.Max(compared, _reached.Compared), Math.Max(Math.Max(copied, total), _reached.Total));
        progress?.Report(_reached);
    }
}
