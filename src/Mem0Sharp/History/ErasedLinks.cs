namespace Mem0Sharp;

/// <summary>Takes the links to erased memories out of others: what is erased is no part of anything any more.</summary>
/// <remarks>For whoever writes an <see cref="IHistoryStore"/>. Thread-safe.</remarks>
public static class ErasedLinks
{
    /// <summary>Tells whether a memory links to an erased one.</summary>
    /// <param name="item">The memory.</param>
    /// <param name="erased">The ids of those that are erased.</param>
    /// <returns>Whether it does.</returns>
    public static bool Has(MemoryItem item, IReadOnlySet<string> erased)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(erased);
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
    internal static async Task<IReadOnlySet<string>> FindAsync(IHistoryStore history, IEnumerable<MemoryItem> items, CancellationToken cancellationToken)
    {
        IReadOnlyList<ErasedMemory> erased = items.Any(item => item.Links.Count > 0)
            ? await history.GetErasuresAsync(afterSequence: 0, cancellationToken).ConfigureAwait(false)
            : [];
        return erased.Select(memory => memory.MemoryId).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Leaves the links to erased memories out.</summary>
    /// <param name="item">The memory.</param>
    /// <param name="erased">The ids of those that are erased.</param>
    /// <returns>The memory without them; itself where it has none.</returns>
    public static MemoryItem Without(MemoryItem item, IReadOnlySet<string> erased) =>
        Has(item, erased) ? item with { Links = [.. item.Links.Where(link => !erased.Contains(link.TargetId))] } : item;

    /// <summary>
    /// Makes the row that tells whoever follows the log that a memory has fewer links. No content was changed by anybody: it stands in the
    /// way of no undo.
    /// </summary>
    /// <param name="item">The memory, without them already.</param>
    /// <param name="at">When they were erased.</param>
    /// <returns>The row to append.</returns>
    public static HistoryAppend Append(MemoryItem item, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new HistoryAppend
        {
            Event = MemoryEvent.Link,
            Item = item with { Version = item.Version + 1, UpdatedAt = at.ToUniversalTime(), RecordedAt = at.ToUniversalTime() },
        };
    }
}
