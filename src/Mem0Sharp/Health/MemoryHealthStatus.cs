namespace Mem0Sharp;

/// <summary>How well something is, in the words and the order of .NET's health checks.</summary>
public enum MemoryHealthStatus
{
    /// <summary>It does not work, and will not by itself.</summary>
    Unhealthy = 0,

    /// <summary>It does not work now, or not as it should: what needs it may fail.</summary>
    Degraded = 1,

    /// <summary>It works.</summary>
    Healthy = 2,
}
