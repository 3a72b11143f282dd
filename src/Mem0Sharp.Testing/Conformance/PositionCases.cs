using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>How far a store says it has come.</summary>
internal static class PositionCases
{
    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Position_EmptyStore_IsTheStart", EmptyAsync),
        ("Position_AfterApply_IsReportedAtOpen", AfterApplyAsync),
        ("Position_EmptyBatch_IsNoted", EmptyBatchAsync),
        ("Position_OlderBatchLate_DoesNotGoBack", OlderAsync),
        ("Position_OfALaterEpoch_IsReported", EpochAsync),
        ("Open_Again_KeepsWhatIsStored", ReopenAsync),
    ];

    private static async Task EmptyAsync(ConformanceRun run) =>
        run.ExpectEqual("the position", HistoryPosition.Start, await run.OpenAsync().ConfigureAwait(false));

    private static async Task AfterApplyAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        foreach (long sequence in (long[])[3, 4, 5_000_000_000])
        {
            await ApplyAtAsync(run, new HistoryPosition(0, sequence), Upsert($"m{sequence}")).ConfigureAwait(false);
            run.ExpectEqual("the position", new HistoryPosition(0, sequence), await run.ReopenAsync().ConfigureAwait(false));
        }
    }

    private static async Task EmptyBatchAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await ApplyAtAsync(run, new HistoryPosition(0, 2), Upsert("a")).ConfigureAwait(false);
        await ApplyAtAsync(run, new HistoryPosition(0, 9)).ConfigureAwait(false);
        run.ExpectEqual("the position", new HistoryPosition(0, 9), await run.ReopenAsync().ConfigureAwait(false));
    }

    private static async Task OlderAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await ApplyAtAsync(run, new HistoryPosition(0, 8), Upsert("a", 2)).ConfigureAwait(false);
        await ApplyAtAsync(run, new HistoryPosition(0, 5), Upsert("a", 1)).ConfigureAwait(false);
        run.ExpectEqual("the position", new HistoryPosition(0, 8), await run.ReopenAsync().ConfigureAwait(false));
    }

    private static async Task EpochAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await ApplyAtAsync(run, new HistoryPosition(1, 50), Upsert("a", 1)).ConfigureAwait(false);
        await ApplyAtAsync(run, new HistoryPosition(2, 7), Upsert("b", 1)).ConfigureAwait(false);
        run.ExpectEqual("the position", new HistoryPosition(2, 7), await run.ReopenAsync().ConfigureAwait(false));
    }

    private static async Task ReopenAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 1, 0.9), Upsert("b", 4, 0.5), Upsert("gone"), Delete("gone", 2)).ConfigureAwait(false);
        await run.ReopenAsync().ConfigureAwait(false);
        await run.ExpectFoundAsync("after opening again", Query(), "a", "b").ConfigureAwait(false);

        // What it knows of versions is kept too.
        await run.ApplyAsync(Upsert("gone"), Upsert("b", 3, 0.99)).ConfigureAwait(false);
        await run.ExpectFoundAsync("older changes after opening again", Query(), "a", "b").ConfigureAwait(false);
    }

    private static Task ApplyAtAsync(ConformanceRun run, HistoryPosition position, params VectorChange[] changes) =>
        run.Store.ApplyAsync(changes, position, run.CancellationToken);
}
