namespace Mem0Sharp;

/// <summary>Who writes is trusted less than the memory that would be changed. Nothing was written.</summary>
/// <remarks>Immutable.</remarks>
public sealed class InsufficientTrustException : MemoryException
{
    /// <summary>Initializes the error.</summary>
    /// <param name="memoryId">The memory's id.</param>
    /// <param name="required">The memory's tier.</param>
    /// <param name="actual">The tier of who writes.</param>
    public InsufficientTrustException(string memoryId, MemoryTrust required, MemoryTrust actual)
        : base(
            MemoryErrorCodes.Trust,
            $"The memory is of tier {required}; a change of tier {actual} may not touch it.",
            "Add what is new as a memory of its own, or make the change with the tier of somebody who has seen it.")
    {
        MemoryId = memoryId;
        Required = required;
        Actual = actual;
        Details = Facts(("memory_id", memoryId), ("required", required.ToString()), ("actual", actual.ToString()));
    }

    /// <summary>Gets the memory's id.</summary>
    public string MemoryId { get; }

    /// <summary>Gets the memory's tier.</summary>
    public MemoryTrust Required { get; }

    /// <summary>Gets the tier of who writes.</summary>
    public MemoryTrust Actual { get; }
}
