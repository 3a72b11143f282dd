namespace Mem0Sharp;

/// <summary>
/// Runs the writes of one transaction, the same for every store of this library: each is decided on the newest version and fails by
/// itself; those of a unit are decided first, and appended only when none fails. Used once, by one caller.
/// </summary>
/// <param name="space">The embedding space that is recorded, or null.</param>
/// <param name="head">Reads the newest version of a memory inside the transaction.</param>
/// <param name="append">Appends a row for a memory whose newest version is given.</param>
internal sealed class HistoryTransaction(
    EmbeddingSpace? space, Func<string, MemoryHead?> head, Func<string, MemoryHead?, HistoryAppend, HistoryWriteResult> append)
{
    /// <summary>Gets the embedding space: after the first embedding of all, the one to record.</summary>
    public EmbeddingSpace? Space { get; private set; } = space;

    public HistoryWriteResult[] Run(IReadOnlyList<HistoryWrite> writes)
    {
        HistoryWriteResult[] results = new HistoryWriteResult[writes.Count];
        for (int i = 0; i < writes.Count; i++)
        {
            if (results[i] is not null)
            {
                continue;
            }

            if (writes[i].Unit is { } unit)
            {
                RunUnit(writes, [.. Enumerable.Range(i, writes.Count - i).Where(j => ReferenceEquals(writes[j].Unit, unit))], results);
            }
            else
            {
                results[i] = Apply(writes[i], Decide(writes[i], Space));
            }
        }

        return results;
    }

    private void RunUnit(IReadOnlyList<HistoryWrite> writes, int[] members, HistoryWriteResult[] results)
    {
        Decision[] decisions = new Decision[members.Length];
        EmbeddingSpace? expected = Space;
        for (int i = 0; i < members.Length; i++)
        {
            decisions[i] = Decide(writes[members[i]], expected);
            expected ??= decisions[i].Append?.Embedding?.Space;
        }

        bool fails = Array.Exists(decisions, decision => decision.Error is not null);
        for (int i = 0; i < members.Length; i++)
        {
            results[members[i]] = fails && decisions[i].Error is null
                ? HistoryWriteResult.Abandoned(decisions[i].Current)
                : Apply(writes[members[i]], decisions[i]);
        }
    }

    /// <summary>Decides a write. Nothing is changed by it.</summary>
    private Decision Decide(HistoryWrite write, EmbeddingSpace? expected)
    {
        MemoryHead? current = head(write.MemoryId);
        try
        {
            HistoryAppend? decided = write.Decide(current);
            return decided?.Embedding is { } embedding && expected is not null && embedding.Space != expected
                ? new Decision(current, Append: null, new EmbeddingSpaceException(expected, embedding.Space))
                : new Decision(current, decided, Error: null);
        }
        catch (Exception error)
        {
            return new Decision(current, Append: null, error);
        }
    }

    private HistoryWriteResult Apply(HistoryWrite write, Decision decision)
    {
        if (decision.Error is not null)
        {
            return HistoryWriteResult.Failed(decision.Error);
        }

        if (decision.Append is null)
        {
            return HistoryWriteResult.Unchanged(decision.Current);
        }

        Space ??= decision.Append.Embedding?.Space;
        return append(write.MemoryId, decision.Current, decision.Append);
    }

    private readonly record struct Decision(MemoryHead? Current, HistoryAppend? Append, Exception? Error);
}
