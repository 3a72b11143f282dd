using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>Which tiers of trust are left out.</summary>
internal static class TrustCases
{
    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Trust_BelowTheLowestTier_IsLeftOut", TierAsync),
        ("Trust_BetterButBelow_TakesNoPlace", NoPlaceAsync),
        ("Trust_ChangedByAnUpdate_IsTheNewVersions", UpdatedAsync),
    ];

    private static async Task TierAsync(ConformanceRun run)
    {
        await PrepareAsync(run).ConfigureAwait(false);
        await run.ExpectFoundAsync("no tier", Query(), "untrusted", "standard", "trusted").ConfigureAwait(false);
        await run.ExpectFoundAsync("any", Query(minTrust: MemoryTrust.Untrusted), "untrusted", "standard", "trusted").ConfigureAwait(false);
        await run.ExpectFoundAsync("standard", Query(minTrust: MemoryTrust.Standard), "standard", "trusted").ConfigureAwait(false);
        await run.ExpectFoundAsync("trusted", Query(minTrust: MemoryTrust.Trusted), "trusted").ConfigureAwait(false);
    }

    private static async Task NoPlaceAsync(ConformanceRun run)
    {
        await PrepareAsync(run).ConfigureAwait(false);
        await run.ApplyAsync([.. Enumerable.Range(0, 100).Select(n => Upsert(Item($"poison{n:000}") with { Trust = MemoryTrust.Untrusted }, 0.95))])
            .ConfigureAwait(false);
        await run.ExpectFoundAsync("the trusted one beside 101 better", Query(top: 1, minTrust: MemoryTrust.Trusted), "trusted").ConfigureAwait(false);
    }

    private static async Task UpdatedAsync(ConformanceRun run)
    {
        await PrepareAsync(run).ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert(Item("untrusted", 2) with { Trust = MemoryTrust.Trusted }, 0.9),
            Upsert(Item("trusted", 2) with { Trust = MemoryTrust.Untrusted }, 0.5)).ConfigureAwait(false);
        await run.ExpectFoundAsync("after both changed", Query(minTrust: MemoryTrust.Trusted), "untrusted").ConfigureAwait(false);
    }

    private static async Task PrepareAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert(Item("untrusted") with { Trust = MemoryTrust.Untrusted }, 0.9),
            Upsert(Item("standard"), 0.7),
            Upsert(Item("trusted") with { Trust = MemoryTrust.Trusted }, 0.5)).ConfigureAwait(false);
    }
}
