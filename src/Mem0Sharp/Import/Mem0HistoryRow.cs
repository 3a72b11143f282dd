namespace Mem0Sharp;

/// <summary>One row of Mem0's history, as it stands in the file.</summary>
internal sealed class Mem0HistoryRow
{
    /// <summary>Gets the memory's id; empty when the row has none.</summary>
    public required string MemoryId { get; init; }

    public required string? OldText { get; init; }

    public required string? NewText { get; init; }

    public required string? Event { get; init; }

    /// <summary>Gets when the memory was made: the same in all rows of a memory.</summary>
    public required string? CreatedAt { get; init; }

    /// <summary>Gets when the change was made.</summary>
    public required string? UpdatedAt { get; init; }

    public required bool IsDeleted { get; init; }

    public required string? ActorId { get; init; }

    public required string? Role { get; init; }

    /// <summary>Gets a value indicating whether rows stand in the order of the changes. Python's rows are ordered by their times.</summary>
    public required bool IsInOrder { get; init; }
}
