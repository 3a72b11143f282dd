namespace Mem0Sharp;

/// <summary>Takes the links to erased memories out of others: what is erased is no part of anything any more.</summary>
internal static class ErasedLinks
{
    public static bool Has(MemoryItem item, IReadOnlySet<string> erased)
    {
        for (int i = 0; i < item.Links.Count; i++)
        {
            if (erased.Contains(item.Links[i].TargetId))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gets the erased memories, where memories that are to be written have links at all.</summary>
    public static async Task<IReadOnlySet<string>> FindAsync(IHistoryStore history, IEnumerable<MemoryItem> items, CancellationToken cancellationToken)
    {
        IReadOnlyList<ErasedMemory> erased = items.Any(item => item.Links.Count > 0)
            ? await history.GetErasuresAsync(afterSequence: 0, cancellationToken).ConfigureAwait(false)
            : [];
        return erased.Select(memory => memory.MemoryId).ToHashSet(StringComparer.Ordinal);
    }

    /// <returns>The same memory where it has none.</returns>
    public static MemoryItem Without(MemoryItem item, IReadOnlySet<string> erased) =>
        Has(item, erased) ? item with { Links = [.. item.Links.Where(link => !erased.Contains(link.TargetId))] } : item;

    /// <summary>
    /// Makes the row that tells whoever follows the log that a memory has fewer links. No content was changed by anybody: it stands in the
    /// way of no undo.
    /// </summary>
    /// <param name="item">The memory, without them already.</param>
    /// <param name="at">When they were erased.</param>
    public static HistoryAppend Append(MemoryItem item, DateTimeOffset at) => new()
    {
        Event = MemoryEvent.Link,
        Item = item with { Version = item.Version + 1, UpdatedAt = at.ToUniversalTime(), RecordedAt = at.ToUniversalTime() },
    };
}
