namespace Mem0Sharp;

/// <summary>A history is no copy of another one, or cannot be made one: what <see cref="HistoryMigration.MigrateAsync"/> found.</summary>
/// <remarks>Immutable.</remarks>
public sealed class HistoryMigrationException : MemoryException
{
    private readonly bool _isTransient;

    /// <summary>Initializes the error.</summary>
    /// <param name="message">What was found, without content of a memory.</param>
    /// <param name="suggestion">What can be done about it.</param>
    /// <param name="sequence">The sequence in the source where they differ, or 0 where that is in no row of the log.</param>
    /// <param name="isTransient">Whether the same call may succeed later.</param>
    public HistoryMigrationException(string message, string suggestion, long sequence = 0, bool isTransient = false)
        : base(MemoryErrorCodes.Migration, message, suggestion)
    {
        Sequence = sequence;
        _isTransient = isTransient;
        Details = Facts(("sequence", sequence));
    }

    /// <summary>Gets the sequence in the source where they differ; 0 where that is in no row of the log.</summary>
    public long Sequence { get; }

    /// <inheritdoc/>
    public override bool IsTransient => _isTransient;

    /// <summary>Makes the error of a target that holds something else than the beginning of the source.</summary>
    internal static HistoryMigrationException Foreign(string what, long sequence = 0) => new(
        $"The target is no copy of the source, nor of its beginning: {what}. Nothing was written.",
        "Give an empty target, or the one that this source was copied to before. One whose content may go is emptied by IHistoryStore.ResetAsync.",
        sequence);

    /// <summary>Makes the error of a copy that is not as its source is.</summary>
    internal static HistoryMigrationException Different(string what, long sequence = 0) => new(
        $"The copy is not as its source is: {what}.",
        "Do not use the copy. Check both by Memory.CheckAsync, empty the target by IHistoryStore.ResetAsync, and migrate again.",
        sequence);

    /// <summary>Makes the error of a source that is written to while it is compared.</summary>
    internal static HistoryMigrationException Changing() => new(
        "The source is written to: it changed each time that the copy was compared with it. What is copied stays.",
        "Let nobody write to the source, and migrate again: it goes on from here.",
        isTransient: true);
}
