using Mem0Sharp.AspNetCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the memory to the host's health checks.</summary>
public static class Mem0HealthChecksBuilderExtensions
{
    /// <summary>Adds a check of the memory that <c>AddMem0Sharp</c> registers: of its file, its index and its services.</summary>
    /// <param name="builder">The host's checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What a memory that cannot be used is; null for unhealthy.</param>
    /// <param name="tags">Tags to choose it by, <c>ready</c> say, or null.</param>
    /// <returns>The host's checks.</returns>
    /// <remarks>It is for readiness: whether the process is alive needs no check.</remarks>
    public static IHealthChecksBuilder AddMem0(
        this IHealthChecksBuilder builder, string name = "mem0", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<MemoryReadiness>(name, failureStatus, tags ?? []);
    }
}
