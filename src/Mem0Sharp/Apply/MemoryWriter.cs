using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>
/// The one core through which every change goes: it embeds text that is new (and only that), merges, keeps whose memory it is,
/// checks the version, and commits. Thread-safe.
/// </summary>
internal sealed class MemoryWriter(
    IHistoryStore history,
    TextEmbedder embedder,
    EntityStage entities,
    LateEmbeddings late,
    Projection projection,
    CommitQueue queue,
    CallOnce calls,
    TextRedactor redactor,
    TimeProvider time,
    MemoryTelemetry telemetry,
    ILogger logger)
{
    /// <summary>Applies writes in one transaction.</summary>
    /// <param name="writes">The writes, in order.</param>
    /// <param name="group">Whether they happen together, and once; default: each by itself, however often.</param>
    /// <param name="cancellationToken">Ends the work until the transaction begins; a change that is committed stays.</param>
    /// <returns>One result for each write. A write that must fail costs no embedding.</returns>
    /// <exception cref="MemoryException">Embedding or the store failed; nothing was written unless the error says so.</exception>
    /// <exception cref="CallRepeatedException">The group is a call that has happened before.</exception>
    public async Task<IReadOnlyList<MemoryWriteResult>> UpdateMemoryAsync(
        IReadOnlyList<MemoryWrite> writes, MemoryWriteGroup group, CancellationToken cancellationToken)
    {
        if (writes.Count == 0)
        {
            await RecordAsync(group, cancellationToken).ConfigureAwait(false);
            return [];
        }

        writes = await redactor.RedactAsync(writes, cancellationToken).ConfigureAwait(false);
        MemoryWrite[] current = [.. writes];
        MemoryWriteResult[] results = new MemoryWriteResult[writes.Count];
        List<int> open = [.. Enumerable.Range(0, writes.Count)];
        Dictionary<string, IReadOnlyList<MemoryEntity>?>? named = entities.Begin();
        for (bool embedsAll = false; open.Count > 0; embedsAll = true)
        {
            IReadOnlyList<MemoryHead?> heads = await history.GetHeadsAsync(
                [.. open.Select(i => writes[i].Id)], cancellationToken).ConfigureAwait(false);
            Func<string, MemoryHead?> targets = await LinkedToAsync([.. open.Select(i => writes[i])], cancellationToken).ConfigureAwait(false);
            List<(int Index, string? Text)> accepted = [];
            for (int i = 0; i < open.Count; i++)
            {
                MemoryWrite write = current[open[i]] =
                    await LookedUpAsync(writes[open[i]], heads[i], cancellationToken).ConfigureAwait(false);
                MemoryWriteResult? foreseen = WriteDecision.Foreseen(write, heads[i], targets, time);
                if (foreseen is { } result && (result.Error is not null || group.Call is null))
                {
                    results[open[i]] = result;
                }
                else
                {
                    // What is left out is recorded all the same where it is a call: made again, it is left out then too.
                    accepted.Add((open[i], foreseen is null ? TextToEmbed(write, embedsAll ? null : heads[i]) : null));
                }
            }

            bool isRefused = group.AllOrNothing && Array.Exists(results, known => known?.Error is not null);
            if (isRefused || accepted.Count == 0)
            {
                await EnsureNotRepeatedAsync(group, cancellationToken).ConfigureAwait(false);

                // One cannot be: none is, and none is paid for.
                foreach ((int index, _) in accepted)
                {
                    results[index] = new MemoryWriteResult(UpdateOutcome.NotApplied, heads[open.IndexOf(index)]?.Item);
                }

                break;
            }

            // Writes that met a change in the meantime for which something is missing (a vector, an older version) come round again.
            open = await CommitAsync(current, accepted, named, group, results, cancellationToken).ConfigureAwait(false);
        }

        return results;
    }

    /// <summary>Removes memories with their history from everywhere.</summary>
    /// <exception cref="MemoryStoreException">It failed; when <see cref="MemoryStoreException.IsCommitted"/>, not all bytes are gone yet.</exception>
    public async Task<HistoryErasure> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken)
    {
        HistoryErasure erasure = await queue.EraseAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (ErasedMemory erased in erasure.Memories)
        {
            MemoryLog.Erased(logger, erased.MemoryId);
        }

        return erasure;
    }

    /// <summary>Allows a rejected value to be learned again.</summary>
    /// <returns>Whether it was rejected.</returns>
    public Task<bool> LiftRejectionAsync(RejectedValue value, CancellationToken cancellationToken) =>
        history.LiftRejectionAsync(value, cancellationToken);

    /// <summary>Gets the text that a write needs a vector for; null when it leaves the text of this head as it is.</summary>
    private static string? TextToEmbed(MemoryWrite write, MemoryHead? head) => write switch
    {
        MemoryWrite.Add add => add.Draft.Text,
        MemoryWrite.Patch { Change.Text: { } text } when !string.Equals(text, head?.Item.Text, StringComparison.Ordinal) => text,
        MemoryWrite.Restore { Point.Item.Text: { } text } when !string.Equals(text, head?.Item.Text, StringComparison.Ordinal) => text,
        MemoryWrite.Import import => import.Version.TextAfter(import.Previous),
        _ => null,
    };

    /// <summary>Whether a text comes with this write; what a restore or an import brings says itself what it names.</summary>
    private static bool IsNewText(MemoryWrite write, string? text) => text is not null && write is MemoryWrite.Add or MemoryWrite.Patch;

    /// <summary>Reads what writes link to, in one read for all of them.</summary>
    private async Task<Func<string, MemoryHead?>> LinkedToAsync(IReadOnlyList<MemoryWrite> writes, CancellationToken cancellationToken)
    {
        string[] ids = [.. writes.SelectMany(write => write.Links?.TargetIds ?? []).Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0)
        {
            return static _ => null;
        }

        IReadOnlyList<MemoryHead?> heads = await history.GetHeadsAsync(ids, cancellationToken).ConfigureAwait(false);
        Dictionary<string, MemoryHead> known = heads.OfType<MemoryHead>().ToDictionary(head => head.Item.Id, StringComparer.Ordinal);
        return known.GetValueOrDefault;
    }

    /// <summary>Gets the embeddings that came with the writes, by their text.</summary>
    private static Dictionary<string, Embedding<float>>? GivenEmbeddings(IEnumerable<MemoryWrite> writes)
    {
        Dictionary<string, Embedding<float>>? given = null;
        foreach (MemoryWrite write in writes)
        {
            if (write is MemoryWrite.Patch { Change: { Text: { } text, Embedding: { } embedding } })
            {
                (given ??= new(StringComparer.Ordinal))[text] = embedding;
            }
            else if (write is MemoryWrite.Import { Version.Item.Text: { } imported, Embedding: { } brought })
            {
                (given ??= new(StringComparer.Ordinal))[imported] = brought;
            }
        }

        return given;
    }

    /// <summary>Reads what a restore brings back, or what both sides of a conflict started from. After the newest version, so that it is never behind that one.</summary>
    private async Task<MemoryWrite> LookedUpAsync(MemoryWrite write, MemoryHead? head, CancellationToken cancellationToken) => write switch
    {
        MemoryWrite.Restore restore => restore with
        {
            Point = await RestorePoint.ReadAsync(history, restore.Id, restore.Version, cancellationToken).ConfigureAwait(false),
        },
        MemoryWrite.Patch { OnConflict: ConflictPolicy.Merge or ConflictPolicy.KeepBoth, ExpectedVersion: { } version } patch
            when head is not null && WriteDecision.IsLate(patch, head.Item) => patch with
            {
                Base = await VersionLookup.ReadAsync(history, patch.Id, version, patch.Within, cancellationToken).ConfigureAwait(false),
            },
        _ => write,
    };

    private static MemoryWriteResult ResultOf(HistoryWriteResult result, WriteDecision decision) => result switch
    {
        { Error: MemoryException error } => MemoryWriteResult.Failed(error),
        { IsAbandoned: true } => new MemoryWriteResult(UpdateOutcome.NotApplied, result.Head?.Item),
        { IsSuppressed: true } => new MemoryWriteResult(UpdateOutcome.Skipped, result.Head?.Item) { IsSuppressed = true },
        _ => new MemoryWriteResult(decision.Outcome, result.Head?.Item, result.Entry),
    };

    /// <returns>The indexes of the writes that must be tried again.</returns>
    private async Task<List<int>> CommitAsync(
        MemoryWrite[] writes,
        List<(int Index, string? Text)> accepted,
        Dictionary<string, IReadOnlyList<MemoryEntity>?>? named,
        MemoryWriteGroup group,
        MemoryWriteResult[] results,
        CancellationToken cancellationToken)
    {
        string[] texts = [.. accepted.Where(write => write.Text is not null).Select(write => write.Text!)];
        IReadOnlyList<StoredEmbedding> embeddings = texts.Length == 0
            ? []
            : await embedder.EmbedForStoringAsync(texts, GivenEmbeddings(writes), mayLack: true, cancellationToken).ConfigureAwait(false);
        await entities.FindAsync(
            named, accepted.Where(write => IsNewText(writes[write.Index], write.Text)).Select(write => write.Text!), cancellationToken).ConfigureAwait(false);
        WriteDecision[] decisions = new WriteDecision[accepted.Count];
        for (int i = 0, next = 0; i < decisions.Length; i++)
        {
            MemoryWrite write = writes[accepted[i].Index];
            decisions[i] = accepted[i].Text is { } text
                ? new WriteDecision(write, embeddings[next++], time) { Entities = named?.GetValueOrDefault(text) }
                : new WriteDecision(write, embedding: null, time);
        }

        HistoryUnit? unit = UnitOf(group, committed => Completed(results, accepted, committed, decisions));
        IReadOnlyList<HistoryWriteResult> committed = await queue.CommitAsync(
            [
                .. decisions.Select((decision, i) =>
                {
                    MemoryWrite write = writes[accepted[i].Index];
                    return new HistoryWrite(write.Id, decision.Decide) { Unit = unit, Guard = write.Guard, Unless = write.Unless, Links = write.Links };
                }),
            ],
            cancellationToken).ConfigureAwait(false);
        if (embeddings.Any(embedding => embedding.Vector.IsEmpty))
        {
            late.Notice();
        }

        bool isMoved = committed.Select(result => result.Error).OfType<EmbeddingSpaceException>().FirstOrDefault() is { } mismatch
            && await projection.IsMovedAsync(mismatch, cancellationToken).ConfigureAwait(false);
        return Take(accepted, committed, decisions, unit is not null, isMoved, results);
    }

    /// <summary>Asks once more whether a call has happened, where no transaction will: that may be why nothing can be written now.</summary>
    private async Task EnsureNotRepeatedAsync(MemoryWriteGroup group, CancellationToken cancellationToken)
    {
        if (group.Call is { } call && await calls.FindAsync(call, cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new CallRepeatedException();
        }
    }

    /// <summary>Notes that a call has happened which had nothing to write, so that it does not find something later.</summary>
    private async Task RecordAsync(MemoryWriteGroup group, CancellationToken cancellationToken)
    {
        if (UnitOf(group, _ => []) is { } unit && (unit.Call is not null || unit.Dequeues is not null))
        {
            IReadOnlyList<HistoryWriteResult> recorded = await queue.CommitAsync(
                [new HistoryWrite(string.Empty, _ => null) { Unit = unit }], cancellationToken).ConfigureAwait(false);
            if (recorded[0].IsRepeat || recorded[0].Error is not null)
            {
                throw recorded[0].Error ?? new CallRepeatedException();
            }
        }
    }

    /// <summary>Makes the unit of the writes, when they have something in common.</summary>
    private HistoryUnit? UnitOf(
        MemoryWriteGroup group, Func<IReadOnlyList<HistoryWriteResult>, IReadOnlyList<MemoryWriteResult>> completed)
    {
        if (group is { AllOrNothing: false, Call: null, Dequeues: null })
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        return new HistoryUnit
        {
            AllOrNothing = group.AllOrNothing,
            Dequeues = group.Dequeues,
            Call = group.Call is not { } call ? null : new HistoryCall
            {
                Key = call.Key,
                Request = call.Request,
                Scope = call.Scope,
                CalledAt = now,
                ForgetBefore = calls.ForgottenBefore(now),
                Describe = committed => call.Describe(completed(committed)),
            },
        };
    }

    /// <summary>Puts the results of the transaction beside those of writes that never reached it.</summary>
    private static MemoryWriteResult[] Completed(
        MemoryWriteResult[] results,
        List<(int Index, string? Text)> accepted,
        IReadOnlyList<HistoryWriteResult> committed,
        WriteDecision[] decisions)
    {
        MemoryWriteResult[] completed = [.. results];
        for (int i = 0; i < accepted.Count; i++)
        {
            completed[accepted[i].Index] = ResultOf(committed[i], decisions[i]);
        }

        return completed;
    }

    /// <returns>The indexes of the writes that must be tried again.</returns>
    private List<int> Take(
        List<(int Index, string? Text)> accepted,
        IReadOnlyList<HistoryWriteResult> committed,
        WriteDecision[] decisions,
        bool isUnit,
        bool isMoved,
        MemoryWriteResult[] results)
    {
        List<int> again = [];
        bool isUnitOutdated = isUnit && committed.Any(result => IsOutdated(result, isMoved));
        for (int i = 0; i < committed.Count; i++)
        {
            HistoryWriteResult result = committed[i];
            if (result.IsRepeat)
            {
                throw new CallRepeatedException();
            }

            if (isUnitOutdated || IsOutdated(result, isMoved))
            {
                again.Add(accepted[i].Index);
                continue;
            }

            if (result.Error is { } error && error is IdempotencyKeyException or not MemoryException)
            {
                throw error;
            }

            results[accepted[i].Index] = ResultOf(result, decisions[i]);
            if (result.Entry is { } entry)
            {
                telemetry.Change(entry.Event);
                MemoryLog.Changed(logger, entry.MemoryId, entry.Version, entry.Event);
            }
        }

        return again;
    }

    private static bool IsOutdated(HistoryWriteResult result, bool isMoved) =>
        result.Error is DecisionOutdatedException || (isMoved && result.Error is EmbeddingSpaceException);
}
