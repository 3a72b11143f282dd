namespace Mem0Sharp;

/// <summary>Decides, from a memory's whole history, what takes back what was written since a moment.</summary>
/// <param name="rollback">What is to be taken back.</param>
/// <param name="through">The last change that was known at that moment.</param>
internal sealed class RollbackPlan(MemoryRollback rollback, long through)
{
    private readonly ChangeNote _note = rollback.Note(nameof(rollback));

    /// <returns>The write, or the error that keeps it from being made; neither when there is nothing to take back.</returns>
    public (MemoryWrite? Write, MemoryConflictException? Conflict) Of(IReadOnlyList<HistoryEntry> rows)
    {
        // Links change no content: that further agents and runs learned the same stays.
        int first = rows.Count;
        bool isMixed = false;
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Sequence > through && rows[i].Event != MemoryEvent.Link)
            {
                bool isMeant = rollback.WrittenBy is null || string.Equals(rollback.WrittenBy, rows[i].ChangedBy, StringComparison.Ordinal);
                first = isMeant ? Math.Min(first, i) : first;
                isMixed |= !isMeant && first < i;
            }
        }

        if (first == rows.Count)
        {
            return default;
        }

        HistoryEntry newest = rows[^1];
        if (isMixed && !rollback.Force)
        {
            return (null, new MemoryConflictException(newest.MemoryId, rows[first].Version, newest.Version));
        }

        bool isGone = first == 0 || rows[first - 1].IsDeleted;
        return isGone && newest.IsDeleted ? default : (isGone ? Delete(newest) : Restore(newest, rows[first - 1].Version), null);
    }

    private MemoryWrite.Delete Delete(HistoryEntry newest) =>
        new(newest.MemoryId) { ExpectedVersion = newest.Version, Note = _note, IsByHand = true };

    private MemoryWrite.Restore Restore(HistoryEntry newest, int version) =>
        new(newest.MemoryId, version) { ExpectedVersion = newest.Version, Note = _note, IsByHand = true };
}
