using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mem0Sharp.AspNetCore;

/// <summary>Tells a host whether the memory can be used: the file, the index, and the services that it needs.</summary>
internal sealed class MemoryReadiness(Memory memory) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        MemoryHealthReport report = await memory.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
        HealthStatus status = report.Status switch
        {
            MemoryHealthStatus.Healthy => HealthStatus.Healthy,
            MemoryHealthStatus.Degraded => HealthStatus.Degraded,
            _ => context.Registration.FailureStatus,
        };
        return new HealthCheckResult(
            status,
            string.Join(' ', report.Checks.Where(check => check.Status != MemoryHealthStatus.Healthy).Select(check => check.ToString())),
            data: report.Checks.ToDictionary(check => check.Name, object (check) => check.Status.ToString(), StringComparer.Ordinal));
    }
}
