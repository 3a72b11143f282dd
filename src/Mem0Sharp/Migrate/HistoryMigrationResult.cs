namespace Mem0Sharp;

/// <summary>What two histories both hold, as <see cref="HistoryMigration.MigrateAsync"/> compared them.</summary>
/// <param name="Rows">How many rows: the versions of all memories.</param>
/// <param name="Memories">How many memories, deleted ones included.</param>
/// <param name="Hash">
/// A SHA-256 over the hashes of all rows in the order of the log, in lower-case hexadecimal: equal where the logs are equal.
/// </param>
/// <remarks>Immutable.</remarks>
public sealed record HistoryMigrationResult(long Rows, long Memories, string Hash)
{
    /// <summary>Gets how many of the rows were copied by this call. Those of earlier calls were there.</summary>
    public long Copied { get; init; }

    /// <summary>Gets how many values are rejected.</summary>
    public long Rejections { get; init; }

    /// <summary>Gets how many calls that happen once are known.</summary>
    public long Calls { get; init; }

    /// <summary>Gets how many calls are queued.</summary>
    public long Queued { get; init; }

    /// <summary>Gets how many memories were erased: their ids are never used again.</summary>
    public long Erased { get; init; }

    /// <summary>Gets the end of the source that was copied.</summary>
    public HistoryPosition Source { get; init; }

    /// <summary>Gets the end of the target.</summary>
    public HistoryPosition Target { get; init; }
}
