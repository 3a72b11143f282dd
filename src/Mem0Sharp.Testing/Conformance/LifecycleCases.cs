using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>Counting, and starting again.</summary>
internal static class LifecycleCases
{
    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Count_AfterChanges_IsOfMemoriesNow", CountAsync),
        ("Clear_Afterwards_StoreIsEmptyAtTheStart", ClearAsync),
        ("Clear_Afterwards_VersionsOfDeletedAreForgotten", ClearVersionsAsync),
        ("Clear_Afterwards_OpensForAnotherDimension", ClearDimensionAsync),
    ];

    private static async Task CountAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ExpectCountAsync("at first", 0).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a"), Upsert("b"), Upsert("c", scope: MemoryScope.ForRun("r"))).ConfigureAwait(false);
        await run.ExpectCountAsync("after three upserts", 3).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 2), Upsert(Item("b", 2) with { ExpiresAt = Start })).ConfigureAwait(false);
        await run.ExpectCountAsync("after two updates", 3).ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 3), Delete("unknown", 1)).ConfigureAwait(false);
        await run.ExpectCountAsync("after a delete", 2).ConfigureAwait(false);
    }

    private static async Task ClearAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a"), Upsert("b")).ConfigureAwait(false);
        await run.Store.ClearAsync(run.CancellationToken).ConfigureAwait(false);
        run.ExpectEqual("the position", HistoryPosition.Start, await run.ReopenAsync().ConfigureAwait(false));
        await run.ExpectCountAsync("after clearing", 0).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search after clearing", Query()).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 1, 0.5)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search after storing again", Query(), "a").ConfigureAwait(false);
    }

    private static async Task ClearVersionsAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 5), Upsert("b", 1), Delete("b", 9), Delete("c", 9)).ConfigureAwait(false);
        await run.Store.ClearAsync(run.CancellationToken).ConfigureAwait(false);
        await run.ReopenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 1, 0.9), Upsert("b", 1, 0.5), Upsert("c", 1, 0.3)).ConfigureAwait(false);
        await run.ExpectFoundAsync("first versions after clearing", Query(), "a", "b", "c").ConfigureAwait(false);
    }

    private static async Task ClearDimensionAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a")).ConfigureAwait(false);
        await run.Store.ClearAsync(run.CancellationToken).ConfigureAwait(false);
        await run.Store.OpenAsync(new EmbeddingSpace("other", 2), run.CancellationToken).ConfigureAwait(false);
        await run.ApplyAsync(new VectorChange.Upsert(Item("a"), new[] { 0.6f, 0.8f })).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Query(vector: [1, 0])).ConfigureAwait(false);
        run.ExpectIds("a search in the new dimension", ["a"], matches.Select(match => match.Item.Id));
        run.ExpectScore("its score", 0.6, matches[0].Score);
    }
}
