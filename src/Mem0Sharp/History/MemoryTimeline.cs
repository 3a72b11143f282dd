namespace Mem0Sharp;

/// <summary>Finds which version of a memory counts for a moment, given its rows up to what is known.</summary>
/// <remarks>
/// Rows with the same text in succession are one statement, which the last of them says best. A later statement wins over an earlier
/// one for the time that it speaks of, and only for that. A delete takes back everything before it; a restore takes back what came
/// after the version it restores; of several that say the same, the newest, for the history does not tell which one was meant.
/// </remarks>
internal static class MemoryTimeline
{
    /// <param name="rows">A memory's rows, oldest first. May be empty.</param>
    /// <param name="heldAt">The moment, or null for the newest version whatever it speaks of.</param>
    /// <returns>The row of the version that counts, or null when none does.</returns>
    public static HistoryEntry? At(IReadOnlyList<HistoryEntry> rows, DateTimeOffset? heldAt)
    {
        if (rows.Count == 0 || rows[^1].IsDeleted || heldAt is not { } moment)
        {
            return rows.Count == 0 || rows[^1].IsDeleted ? null : rows[^1];
        }

        string? statement = null;
        for (int i = rows.Count - 1; i >= 0 && !rows[i].IsDeleted; i = Before(rows, i))
        {
            if (string.Equals(rows[i].Item.Text, statement, StringComparison.Ordinal))
            {
                continue;
            }

            statement = rows[i].Item.Text;
            if (Holds(rows[i].Item, moment))
            {
                return rows[i];
            }
        }

        return null;
    }

    /// <summary>Gets the sequence of the change since which a version says what it says.</summary>
    public static long TextSequence(IReadOnlyList<HistoryEntry> rows, HistoryEntry entry)
    {
        int place = rows.Count - 1;
        while (rows[place].Sequence != entry.Sequence)
        {
            place--;
        }

        while (place > 0 && !rows[place - 1].IsDeleted && string.Equals(rows[place - 1].Item.Text, entry.Item.Text, StringComparison.Ordinal))
        {
            place--;
        }

        return rows[place].Sequence;
    }

    private static bool Holds(MemoryItem item, DateTimeOffset moment) =>
        (item.ValidFrom is not { } from || from <= moment) && (item.ValidTo is not { } to || moment < to);

    /// <summary>Gets the place of the row that came before in what is stated: for a restore, the version that it restored.</summary>
    private static int Before(IReadOnlyList<HistoryEntry> rows, int place)
    {
        if (rows[place].Event != MemoryEvent.Restore)
        {
            return place - 1;
        }

        int restored = place - 1;
        while (restored >= 0 && (rows[restored].IsDeleted || !rows[restored].Item.HasSameContent(rows[place].Item)))
        {
            restored--;
        }

        return restored;
    }
}
