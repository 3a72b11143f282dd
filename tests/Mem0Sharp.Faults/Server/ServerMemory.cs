namespace Mem0Sharp.Faults;

/// <summary>A memory that one connection alone writes to, with what was acknowledged of it.</summary>
internal sealed class ServerMemory(string id)
{
    public string Id => id;

    /// <summary>Gets or sets how often it was counted up.</summary>
    public int Count { get; set; }
}
