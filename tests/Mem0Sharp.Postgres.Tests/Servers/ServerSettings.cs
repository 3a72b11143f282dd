namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>What a test may ask of a server of its own.</summary>
public sealed record ServerSettings
{
    /// <summary>Gets a value indicating whether a commit waits for the disk.</summary>
    /// <value>Default true. False is faster, and still survives the end of every process: only the machine's own end is not survived.</value>
    public bool FlushesToDisk { get; init; } = true;

    /// <summary>Gets further settings, by their names in postgresql.conf.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
