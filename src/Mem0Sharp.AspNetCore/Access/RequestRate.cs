using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>How many requests a caller may make in a minute. Thread-safe.</summary>
internal sealed class RequestRate : IDisposable
{
    private readonly PartitionedRateLimiter<(string Caller, int Most)> _limiter =
        PartitionedRateLimiter.Create<(string Caller, int Most), (string Caller, int Most)>(
            static caller => RateLimitPartition.GetSlidingWindowLimiter(caller, static caller => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = caller.Most,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
                QueueLimit = 0,
            }));

    /// <summary>Counts a request.</summary>
    /// <param name="context">The request: of whoever shows this key, or comes from this address.</param>
    /// <param name="most">How many there may be, or 0.</param>
    /// <param name="wait">After how long the next may come, where this one may not.</param>
    public bool IsWithin(HttpContext context, int most, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (most == 0)
        {
            return true;
        }

        using RateLimitLease lease = _limiter.AttemptAcquire((CallerOf(context), most));
        if (lease.IsAcquired)
        {
            return true;
        }

        wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : TimeSpan.FromSeconds(10);
        return false;
    }

    public void Dispose() => _limiter.Dispose();

    // A hash, so that keys are not kept; of the key alone, since the header around it can be spelt in many ways.
    private static string CallerOf(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? $"user {name}"
        : AccessResolver.KeyOf(context.Request.Headers) is { } key ? Mem0Key.HashOf(key)
        : context.Request.Headers.Authorization is [{ Length: > 0 } authorization] ? Mem0Key.HashOf(authorization)
        : $"address {context.Connection.RemoteIpAddress}";
}
