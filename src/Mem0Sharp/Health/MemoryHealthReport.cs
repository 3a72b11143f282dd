namespace Mem0Sharp;

/// <summary>How a memory is, check by check.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryHealthReport
{
    internal MemoryHealthReport(IReadOnlyList<MemoryHealthCheck> checks) => Checks = checks;

    /// <summary>Gets what was looked at, in that order. One or more.</summary>
    public IReadOnlyList<MemoryHealthCheck> Checks { get; }

    /// <summary>Gets the worst status of all checks.</summary>
    public MemoryHealthStatus Status => Checks.Min(check => check.Status);

    /// <summary>Returns the status, and the names of those that are not healthy.</summary>
    /// <returns>For instance "MemoryHealthReport Degraded (embedder)".</returns>
    public override string ToString()
    {
        string[] others = [.. Checks.Where(check => check.Status != MemoryHealthStatus.Healthy).Select(check => check.Name)];
        return $"{nameof(MemoryHealthReport)} {Status}{(others.Length == 0 ? string.Empty : $" ({string.Join(", ", others)})")}";
    }
}
