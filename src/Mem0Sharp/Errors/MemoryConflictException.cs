namespace Mem0Sharp;

/// <summary>The memory has another version than the caller expected: somebody else changed it first. Nothing was written.</summary>
/// <remarks>Immutable. <see cref="MemoryException.IsTransient"/> is false: the same call would fail again.</remarks>
public sealed class MemoryConflictException : MemoryException
{
    /// <summary>Initializes the error with both versions.</summary>
    /// <param name="memoryId">The memory's id.</param>
    /// <param name="expectedVersion">The version the caller expected; 0 for a memory that should not exist yet.</param>
    /// <param name="actualVersion">The version it has.</param>
    /// <param name="parts">
    /// The parts that both sides changed to something different ("text", "metadata.city"), where the conflict is a merge's; else null.
    /// </param>
    public MemoryConflictException(string memoryId, int expectedVersion, int actualVersion, IReadOnlyList<string>? parts = null)
        : base(
            MemoryErrorCodes.Conflict,
            $"The memory is at version {actualVersion}; the caller expected version {expectedVersion}.",
            "Read the memory again, decide again, and give its current version; or update without ExpectedVersion to merge, or restore with Force.")
    {
        MemoryId = memoryId;
        ExpectedVersion = expectedVersion;
        ActualVersion = actualVersion;
        Parts = parts ?? [];
        Details = Facts(("memory_id", memoryId), ("expected_version", expectedVersion), ("actual_version", actualVersion));
    }

    /// <summary>Gets the memory's id.</summary>
    public string MemoryId { get; }

    /// <summary>Gets the version the caller expected; 0 when the memory should not exist yet.</summary>
    public int ExpectedVersion { get; }

    /// <summary>Gets the version the memory has, 1 or more.</summary>
    public int ActualVersion { get; }

    /// <summary>
    /// Gets the parts that both sides changed to something different, when the update was to be merged: "text", "metadata.city",
    /// "expires_at". Keys of metadata are the caller's own. Empty for any other conflict.
    /// </summary>
    public IReadOnlyList<string> Parts { get; }
}
