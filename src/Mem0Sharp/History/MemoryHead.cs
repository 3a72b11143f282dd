namespace Mem0Sharp;

/// <summary>The newest version of a memory, and where in the history it stands.</summary>
/// <param name="Item">The memory. After a delete: its last content, at the version the delete made.</param>
/// <param name="Sequence">The sequence of the change that made this version.</param>
/// <param name="FirstSequence">The sequence of the change that added the memory: listings are ordered by it.</param>
/// <param name="IsDeleted">Whether that change was a delete.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryHead(MemoryItem Item, long Sequence, long FirstSequence, bool IsDeleted)
{
    private readonly long _textSequence;

    /// <summary>
    /// Gets the sequence of the change since which it says what it says: changes of metadata, tags and times, and links, come after it.
    /// Default: <see cref="Sequence"/>.
    /// </summary>
    public long TextSequence
    {
        get => _textSequence == 0 ? Sequence : _textSequence;
        init => _textSequence = value == Sequence ? 0 : value;
    }

    /// <summary>Makes the newest version of a memory after a change.</summary>
    /// <param name="current">The newest version before it, or null.</param>
    /// <param name="entry">The row of the change, with its sequence.</param>
    /// <returns>The version.</returns>
    public static MemoryHead After(MemoryHead? current, HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new MemoryHead(entry.Item, entry.Sequence, current?.FirstSequence ?? entry.Sequence, entry.IsDeleted)
        {
            TextSequence = TextSequenceOf(current, entry.Item, entry.Sequence),
        };
    }

    /// <summary>Gets the text sequence of the version that a change makes.</summary>
    /// <param name="current">The newest version before it, or null.</param>
    /// <param name="next">The memory after it.</param>
    /// <param name="sequence">The change's own sequence.</param>
    private static long TextSequenceOf(MemoryHead? current, MemoryItem next, long sequence) =>
        current is { IsDeleted: false } && string.Equals(current.Item.Text, next.Text, StringComparison.Ordinal) ? current.TextSequence : sequence;
}
