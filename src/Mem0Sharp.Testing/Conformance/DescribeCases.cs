using System.Text.Json.Nodes;
using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>Memories of which the text stays and other properties change: the store keeps the vector that it has.</summary>
internal static class DescribeCases
{
    private static readonly MemoryFilter IsKept = MemoryFilter.Parse("""{"place": "attic"}""");

    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Describe_Memory_HasTheNewPropertiesAndItsVector", KeepsAsync),
        ("Describe_Scope_IsFoundThereByItsVector", ScopeAsync),
        ("Describe_OlderVersion_IsIgnored", OlderAsync),
        ("Describe_MemoryWithoutVector_StaysWithoutUntilItComes", WithoutAsync),
        ("Describe_UnknownMemory_IsFoundByKeywordUntilItsVectorComes", UnknownAsync),
        ("Describe_AnotherText_IsNotFoundByTheOldVector", AnotherTextAsync),
        ("Describe_Deleted_DoesNotComeBack", DeletedAsync),
    ];

    private static async Task KeepsAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a"), 0.8), Upsert(Memory("b"), 0.5)).ConfigureAwait(false);
        await run.ApplyAsync(Kept("a", 2)).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Query()).ConfigureAwait(false);
        run.ExpectIds("a search by vector", ["a v2", "b v1"], matches.Select(match => $"{match.Item.Id} v{match.Item.Version}"));
        run.ExpectScore("the score of what was described anew", 0.8, matches[0].Score);
        await run.ExpectFoundAsync("a filter on the new metadata", Query(filter: IsKept), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a word, with that filter", Words("lantern", filter: IsKept), "a").ConfigureAwait(false);
        await run.ExpectCountAsync("after it was described anew", 2).ConfigureAwait(false);
    }

    private static async Task ScopeAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a"), 0.8), Upsert(Memory("b"), 0.5)).ConfigureAwait(false);
        await run.ApplyAsync(new VectorChange.Describe(Memory("a", 2) with { LinkedAgentIds = ["helper"] })).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search of the further agent", Query(MemoryScope.ForAgent("helper"), minScore: 0.7), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a word, of the further agent", Words("lantern", MemoryScope.ForAgent("helper")), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a search of the user", Query(), "a", "b").ConfigureAwait(false);
    }

    private static async Task OlderAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a", 3), 0.8)).ConfigureAwait(false);
        await run.ApplyAsync(Kept("a", 2), Kept("a", 3)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a filter on the older metadata", Query(filter: IsKept)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by vector", Query(minScore: 0.7), "a").ConfigureAwait(false);
    }

    private static async Task WithoutAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(WithoutVector(Memory("a")), Upsert(Memory("b"), 0.5)).ConfigureAwait(false);
        await run.ApplyAsync(Kept("a", 2)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by vector before it came", Query(), "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("a word, with the new metadata", Words("lantern", filter: IsKept), "a").ConfigureAwait(false);
        await run.ApplyAsync(new VectorChange.Upsert(Kept("a", 2).Item, At(0.8))).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by vector after it came", Query(), "a", "b").ConfigureAwait(false);
    }

    private static async Task UnknownAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Kept("a", 2), Upsert(Memory("b"), 0.5)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of what was not known", Words("lantern", filter: IsKept), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by vector before it came", Query(), "b").ConfigureAwait(false);
        await run.ApplyAsync(new VectorChange.Upsert(Kept("a", 2).Item, At(0.8))).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by vector after it came", Query(), "a", "b").ConfigureAwait(false);
    }

    private static async Task AnotherTextAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a"), 0.8), Upsert(Memory("b"), 0.5)).ConfigureAwait(false);
        await run.ApplyAsync(new VectorChange.Describe(Item("a", 3, text: "silver telescope"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("a search by the old text's vector", Query(), "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of the new text", Words("telescope"), "a").ConfigureAwait(false);
    }

    private static async Task DeletedAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Memory("a"), 0.8), Delete("a", 3)).ConfigureAwait(false);
        await run.ApplyAsync(Kept("a", 2)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a word that it had", Words("lantern")).ConfigureAwait(false);
        await run.ExpectCountAsync("after a description of the version before", 0).ConfigureAwait(false);
    }

    private static MemoryItem Memory(string id, int version = 1) => Item(id, version, text: "copper lantern");

    private static VectorChange.Describe Kept(string id, int version) => new(Memory(id, version) with
    {
        Metadata = MemoryMetadata.From(new JsonObject { ["place"] = "attic" }),
    });
}
