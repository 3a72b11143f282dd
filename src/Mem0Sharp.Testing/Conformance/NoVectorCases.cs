using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>Memories whose embedding has not been made yet: an upsert with an empty vector.</summary>
internal static class NoVectorCases
{
    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("NoVector_Memory_IsCountedAndFoundByKeyword", ByKeywordAsync),
        ("NoVector_Memory_IsNotFoundByVector", NotByVectorAsync),
        ("NoVector_SameVersionBringsOne_IsApplied", SameVersionBringsAsync),
        ("NoVector_SameVersionAgain_KeepsTheVector", SameVersionAgainAsync),
        ("NoVector_NewerVersion_TakesTheOldVectorOut", NewerVersionAsync),
        ("NoVector_NewerVersionBringsOne_IsFoundByIt", NewerBringsAsync),
        ("NoVector_OlderVersionBringsOne_IsIgnored", OlderVersionAsync),
        ("NoVector_Deleted_DoesNotComeBackWithOne", DeletedAsync),
    ];

    private static async Task ByKeywordAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(WithoutVector(Memory("a")), Upsert(Memory("b"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of both", Words("lantern"), "a", "b").ConfigureAwait(false);
        await run.ExpectCountAsync("of one with and one without a vector", 2).ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 2)).ConfigureAwait(false);
        await run.ExpectFoundAsync("after the one without was deleted", Words("lantern"), "b").ConfigureAwait(false);
        await run.ExpectCountAsync("after the one without was deleted", 1).ConfigureAwait(false);
    }

    private static async Task NotByVectorAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a"), 0.5), WithoutVector(Memory("b")), Upsert(Memory("c"), -0.5), WithoutVector(Memory("d")))
            .ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by vector", Query(), "a", "c").ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 2)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by vector after a delete", Query(), "c").ConfigureAwait(false);
    }

    private static async Task SameVersionBringsAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(WithoutVector(Memory("a", 2)), Upsert(Memory("b"), 0.5)).ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a", 2), 0.8)).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Query()).ConfigureAwait(false);
        run.ExpectIds("a search by vector", ["a v2", "b v1"], matches.Select(match => $"{match.Item.Id} v{match.Item.Version}"));
        run.ExpectScore("the score of the one whose vector came later", 0.8, matches[0].Score);
        await run.ExpectFoundAsync("a word of both", Words("lantern"), "a", "b").ConfigureAwait(false);
        await run.ExpectCountAsync("after the vector came", 2).ConfigureAwait(false);

        // It has one now: another is not looked at.
        await run.ApplyAsync(Upsert(Memory("a", 2), 0.1)).ConfigureAwait(false);
        await run.ExpectFoundAsync("after the same version with another vector", Query(), "a", "b").ConfigureAwait(false);
    }

    private static async Task SameVersionAgainAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a"), 0.8)).ConfigureAwait(false);
        await run.ApplyAsync(WithoutVector(Memory("a"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("after the same version without a vector", Query(minScore: 0.7), "a").ConfigureAwait(false);
    }

    private static async Task NewerVersionAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a"), 0.9), Upsert(Memory("b"), 0.5)).ConfigureAwait(false);
        await run.ApplyAsync(WithoutVector(Item("a", 2, text: "silver telescope"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by vector", Query(), "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of the new text", Words("telescope"), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of the old text", Words("lantern"), "b").ConfigureAwait(false);
        await run.ExpectCountAsync("after the newer version", 2).ConfigureAwait(false);
    }

    private static async Task NewerBringsAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(WithoutVector(Memory("a"))).ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a", 2), 0.6)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by vector", Query(minScore: 0.5), "a").ConfigureAwait(false);
    }

    private static async Task OlderVersionAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(WithoutVector(Memory("a", 2)), Upsert(Memory("b"), 0.5)).ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a"), 0.9)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by vector after the older version's came", Query(), "b").ConfigureAwait(false);
    }

    private static async Task DeletedAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(WithoutVector(Memory("a", 2)), Delete("a", 3)).ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a", 2), 0.9)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by vector", Query()).ConfigureAwait(false);
        await run.ExpectFoundAsync("a word that it had", Words("lantern")).ConfigureAwait(false);
        await run.ExpectCountAsync("after its vector came late", 0).ConfigureAwait(false);
    }

    private static MemoryItem Memory(string id, int version = 1) => Item(id, version, text: "copper lantern");
}
