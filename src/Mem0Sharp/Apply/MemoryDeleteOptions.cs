namespace Mem0Sharp;

/// <summary>Settings of one delete.</summary>
public sealed class MemoryDeleteOptions : MemoryChangeOptions
{
    /// <summary>Gets the version the memory must have for the delete to happen.</summary>
    /// <value>1 or more. Default null: whichever it has.</value>
    public int? ExpectedVersion { get; init; }
}
