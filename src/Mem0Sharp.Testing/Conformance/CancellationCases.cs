using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>A token that is cancelled before the call.</summary>
internal static class CancellationCases
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Apply_CancelledBefore_ChangesNothing", ApplyAsync),
        ("Clear_CancelledBefore_ChangesNothing", ClearAsync),
        ("Read_CancelledBefore_IsCancelled", ReadAsync),
        ("Open_CancelledBefore_IsCancelled", OpenAsync),
    ];

    private static async Task ApplyAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        HistoryPosition position = new(0, 2);
        await run.Store.ApplyAsync([Upsert("a")], position, run.CancellationToken).ConfigureAwait(false);
        await run.ExpectThrowsAsync<OperationCanceledException>(
            "ApplyAsync", () => run.Store.ApplyAsync([Upsert("b"), Delete("a", 2)], new HistoryPosition(0, 4), Cancelled)).ConfigureAwait(false);
        await run.ExpectFoundAsync("afterwards", Query(), "a").ConfigureAwait(false);
        run.ExpectEqual("the position", position, await run.ReopenAsync().ConfigureAwait(false));
        await run.Store.ApplyAsync([Upsert("b"), Delete("a", 2)], new HistoryPosition(0, 4), run.CancellationToken).ConfigureAwait(false);
        await run.ExpectFoundAsync("after the same changes once more", Query(), "b").ConfigureAwait(false);
    }

    private static async Task ClearAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a")).ConfigureAwait(false);
        await run.ExpectThrowsAsync<OperationCanceledException>("ClearAsync", () => run.Store.ClearAsync(Cancelled)).ConfigureAwait(false);
        await run.ExpectFoundAsync("afterwards", Query(), "a").ConfigureAwait(false);
    }

    private static async Task ReadAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a")).ConfigureAwait(false);
        await run.ExpectThrowsAsync<OperationCanceledException>(
            "SearchAsync", () => run.Store.SearchAsync(Query(), Cancelled)).ConfigureAwait(false);
        await run.ExpectThrowsAsync<OperationCanceledException>(
            "SearchKeywordsAsync", () => run.Store.SearchKeywordsAsync(Words("a"), Cancelled)).ConfigureAwait(false);
        await run.ExpectThrowsAsync<OperationCanceledException>("CountAsync", () => run.Store.CountAsync(Cancelled)).ConfigureAwait(false);
        await run.ExpectFoundAsync("afterwards", Query(), "a").ConfigureAwait(false);
    }

    private static async Task OpenAsync(ConformanceRun run)
    {
        await run.ExpectThrowsAsync<OperationCanceledException>(
            "OpenAsync", () => run.Store.OpenAsync(ConformanceRun.Space, Cancelled)).ConfigureAwait(false);
        run.ExpectEqual("the position at a second try", HistoryPosition.Start, await run.OpenAsync().ConfigureAwait(false));
    }
}
