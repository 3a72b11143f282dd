namespace Mem0Sharp.Tests.Model;

/// <summary>A patch of the memory of a number. What is null is not in the patch.</summary>
/// <param name="Number">The memory's number, which need not exist.</param>
internal sealed record ModelUpdate(int Number)
{
    /// <summary>The second that stands for "clear it".</summary>
    public const int Cleared = -1;

    /// <summary>Gets how far the expected version is from the right one; null to expect none.</summary>
    public int? VersionsOff { get; init; }

    /// <summary>Gets what happens when the expected version is not the right one.</summary>
    public ConflictPolicy OnConflict { get; init; }

    /// <summary>Gets the number of the memory that the patch becomes where both are kept. No other command makes it.</summary>
    public int? KeptNumber { get; init; }

    public string? Text { get; init; }

    /// <summary>Gets the JSON that is merged into the metadata, or replaces it.</summary>
    public string? Metadata { get; init; }

    public bool ReplacesMetadata { get; init; }

    /// <summary>Gets the tags to replace all with, one letter each; empty clears them.</summary>
    public string? Tags { get; init; }

    /// <summary>Gets the tags to add, one letter each.</summary>
    public string? AddedTags { get; init; }

    /// <summary>Gets the tags to remove, one letter each.</summary>
    public string? RemovedTags { get; init; }

    public int? ExpiresAt { get; init; }

    public int? ValidFrom { get; init; }

    public int? ValidTo { get; init; }

    /// <summary>Gets the second at which the change became so.</summary>
    public int? Timestamp { get; init; }

    /// <summary>Gets a value indicating whether the memory can never be changed again.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>Gets a value indicating whether nothing is set.</summary>
    public bool IsEmpty => !IsImmutable && SaysNothingElse;

    /// <summary>Gets a value indicating whether all that it says is that the memory can never be changed again.</summary>
    public bool IsMarkOnly => IsImmutable && SaysNothingElse;

    private bool SaysNothingElse =>
        Text is null && Metadata is null && Tags is null && AddedTags is null && RemovedTags is null
        && ExpiresAt is null && ValidFrom is null && ValidTo is null && Timestamp is null;
}
