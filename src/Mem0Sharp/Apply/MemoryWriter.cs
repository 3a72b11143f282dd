using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>
/// The one core through which every change goes: it embeds text that is new (and only that), merges, keeps whose memory it is,
/// checks the version, and commits. Thread-safe.
/// </summary>
internal sealed class MemoryWriter(
    IHistoryStore history, TextEmbedder embedder, CommitQueue queue, TimeProvider time, MemoryTelemetry telemetry, ILogger logger)
{
    /// <summary>Applies writes in one transaction.</summary>
    /// <param name="writes">The writes, in order.</param>
    /// <param name="allOrNothing">Whether one that fails keeps all from happening; else each succeeds or fails by itself.</param>
    /// <param name="cancellationToken">Ends the work until the transaction begins; a change that is committed stays.</param>
    /// <returns>One result for each write. A write that must fail costs no embedding.</returns>
    /// <exception cref="MemoryException">Embedding or the store failed; nothing was written unless the error says so.</exception>
    public async Task<IReadOnlyList<MemoryWriteResult>> UpdateMemoryAsync(
        IReadOnlyList<MemoryWrite> writes, bool allOrNothing, CancellationToken cancellationToken)
    {
        HistoryUnit? unit = allOrNothing ? new HistoryUnit() : null;
        MemoryWrite[] current = [.. writes];
        MemoryWriteResult[] results = new MemoryWriteResult[writes.Count];
        List<int> open = [.. Enumerable.Range(0, writes.Count)];
        for (bool embedsAll = false; open.Count > 0; embedsAll = true)
        {
            IReadOnlyList<MemoryHead?> heads = await history.GetHeadsAsync(
                [.. open.Select(i => writes[i].Id)], cancellationToken).ConfigureAwait(false);
            List<(int Index, string? Text)> accepted = [];
            for (int i = 0; i < open.Count; i++)
            {
                MemoryWrite write = current[open[i]] = await LookedUpAsync(writes[open[i]], cancellationToken).ConfigureAwait(false);
                if (WriteDecision.Refusal(write, heads[i]) is { } refusal)
                {
                    results[open[i]] = MemoryWriteResult.Failed(refusal);
                }
                else if (WriteDecision.Skips(write, heads[i]))
                {
                    // It need not be paid for: at this moment the condition did not hold.
                    results[open[i]] = new MemoryWriteResult(heads[i]!.Item, Change: null, Error: null) { IsSkipped = true };
                }
                else
                {
                    accepted.Add((open[i], TextToEmbed(write, embedsAll ? null : heads[i])));
                }
            }

            if (unit is not null && Array.Exists(results, result => result?.Error is not null))
            {
                // One cannot be: none is, and none is paid for.
                foreach ((int index, _) in accepted)
                {
                    results[index] = Abandoned(heads[open.IndexOf(index)]?.Item);
                }

                break;
            }

            // Writes that met a change of text in the meantime come round again, this time with their vector; and so do restores
            // that met any change which may forbid them.
            open = await CommitAsync(current, accepted, unit, results, cancellationToken).ConfigureAwait(false);
        }

        return results;
    }

    private static MemoryWriteResult Abandoned(MemoryItem? item) => new(item, Change: null, Error: null) { IsAbandoned = true };

    /// <summary>Gets the text that a write needs a vector for; null when it leaves the text of this head as it is.</summary>
    private static string? TextToEmbed(MemoryWrite write, MemoryHead? head) => write switch
    {
        MemoryWrite.Add add => add.Draft.Text,
        MemoryWrite.Patch { Change.Text: { } text } when !string.Equals(text, head?.Item.Text, StringComparison.Ordinal) => text,
        MemoryWrite.Restore { Point.Item.Text: { } text } when !string.Equals(text, head?.Item.Text, StringComparison.Ordinal) => text,
        MemoryWrite.Import import => import.Version.TextAfter(import.Previous),
        _ => null,
    };

    /// <summary>Reads what a restore brings back. After the newest version, so that it is never behind that one.</summary>
    private async Task<MemoryWrite> LookedUpAsync(MemoryWrite write, CancellationToken cancellationToken) =>
        write is MemoryWrite.Restore restore
            ? restore with
            {
                Point = await RestorePoint.ReadAsync(history, restore.Id, restore.Version, cancellationToken).ConfigureAwait(false),
            }
            : write;

    /// <returns>The indexes of the writes that must be tried again.</returns>
    private async Task<List<int>> CommitAsync(
        IReadOnlyList<MemoryWrite> writes,
        List<(int Index, string? Text)> accepted,
        HistoryUnit? unit,
        MemoryWriteResult[] results,
        CancellationToken cancellationToken)
    {
        if (accepted.Count == 0)
        {
            return [];
        }

        string[] texts = [.. accepted.Where(write => write.Text is not null).Select(write => write.Text!)];
        IReadOnlyList<ReadOnlyMemory<float>> vectors = texts.Length == 0
            ? []
            : await embedder.EmbedAsync(texts, cancellationToken).ConfigureAwait(false);
        HistoryWrite[] prepared = new HistoryWrite[accepted.Count];
        WriteDecision[] decisions = new WriteDecision[accepted.Count];
        for (int i = 0, next = 0; i < prepared.Length; i++)
        {
            MemoryWrite write = writes[accepted[i].Index];
            StoredEmbedding? embedding = accepted[i].Text is null ? null : embedder.Stored(vectors[next++]);
            decisions[i] = new WriteDecision(write, embedding, time);
            prepared[i] = new HistoryWrite(write.Id, decisions[i].Decide) { Unit = unit };
        }

        IReadOnlyList<HistoryWriteResult> committed = await queue.CommitAsync(prepared, cancellationToken).ConfigureAwait(false);
        List<int> again = [];
        bool isUnitStale = unit is not null && committed.Any(result => result.Error is TextChangedException);
        for (int i = 0; i < prepared.Length; i++)
        {
            int index = accepted[i].Index;
            HistoryWriteResult result = committed[i];
            if (isUnitStale || result.Error is TextChangedException or RestorePointOutdatedException)
            {
                again.Add(index);
                continue;
            }

            results[index] = result.Error switch
            {
                null when result.IsAbandoned => Abandoned(result.Head?.Item),
                null => new MemoryWriteResult(result.Head?.Item, result.Entry, Error: null) { IsSkipped = decisions[i].IsSkipped },
                MemoryException error => MemoryWriteResult.Failed(error),
                Exception error => throw error,
            };
            if (result.Entry is { } entry)
            {
                telemetry.Change(entry.Event);
                MemoryLog.Changed(logger, entry.MemoryId, entry.Version, entry.Event);
            }
        }

        return again;
    }
}
