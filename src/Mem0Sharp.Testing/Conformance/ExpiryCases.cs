using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>When an expired memory is left out.</summary>
internal static class ExpiryCases
{
    private static readonly DateTimeOffset End = Start.AddDays(10).AddTicks(3);

    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Expiry_FromItsInstantOn_IsLeftOut", InstantAsync),
        ("Expiry_WithoutActiveAt_IsStillFound", NoInstantAsync),
        ("Expiry_BetterButExpired_TakesNoPlace", NoPlaceAsync),
        ("Expiry_ChangedByAnUpdate_IsTheNewVersions", UpdatedAsync),
    ];

    private static async Task InstantAsync(ConformanceRun run)
    {
        await PrepareAsync(run).ConfigureAwait(false);
        await run.ExpectFoundAsync("100 ns before", Query(activeAt: End.AddTicks(-1)), "ends", "stays").ConfigureAwait(false);
        await run.ExpectFoundAsync("at the instant", Query(activeAt: End), "stays").ConfigureAwait(false);
        await run.ExpectFoundAsync("100 ns after", Query(activeAt: End.AddTicks(1)), "stays").ConfigureAwait(false);
        await run.ExpectFoundAsync("a year after", Query(activeAt: End.AddYears(1)), "stays").ConfigureAwait(false);
        DateTimeOffset elsewhere = End.ToOffset(TimeSpan.FromHours(9));
        await run.ExpectFoundAsync("at the instant, by another offset", Query(activeAt: elsewhere), "stays").ConfigureAwait(false);
        await run.ExpectFoundAsync("before, by another offset", Query(activeAt: elsewhere.AddTicks(-1)), "ends", "stays").ConfigureAwait(false);
    }

    private static async Task NoInstantAsync(ConformanceRun run)
    {
        await PrepareAsync(run).ConfigureAwait(false);
        await run.ExpectFoundAsync("no ActiveAt", Query(), "ends", "stays").ConfigureAwait(false);
    }

    private static async Task NoPlaceAsync(ConformanceRun run)
    {
        await PrepareAsync(run).ConfigureAwait(false);
        await run.ApplyAsync([.. Enumerable.Range(0, 100).Select(n => Upsert(Item($"old{n:000}") with { ExpiresAt = End }, 0.95))])
            .ConfigureAwait(false);
        await run.ExpectFoundAsync("the one that stays beside 101 better", Query(top: 1, activeAt: End), "stays").ConfigureAwait(false);
    }

    private static async Task UpdatedAsync(ConformanceRun run)
    {
        await PrepareAsync(run).ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert(Item("ends", 2), 0.9), Upsert(Item("stays", 2) with { ExpiresAt = End }, 0.5)).ConfigureAwait(false);
        await run.ExpectFoundAsync("after both changed", Query(activeAt: End), "ends").ConfigureAwait(false);
    }

    private static async Task PrepareAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Item("ends") with { ExpiresAt = End }, 0.9), Upsert("stays", cosine: 0.5)).ConfigureAwait(false);
    }
}
