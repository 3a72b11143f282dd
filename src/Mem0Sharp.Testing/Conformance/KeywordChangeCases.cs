using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>That a search by keyword sees the texts that are there now, and no others.</summary>
internal static class KeywordChangeCases
{
    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("KeywordsAfter_NewText_AreTheNewTexts", NewTextAsync),
        ("KeywordsAfter_NewScope_AreTheNewScopes", NewScopeAsync),
        ("KeywordsAfter_OlderVersion_AreTheNewerTexts", OlderVersionAsync),
        ("KeywordsAfter_Delete_FindNothingOfIt", DeleteAsync),
        ("KeywordsAfter_Clear_FindNothing", ClearAsync),
        ("KeywordsAfter_Reopen_FindWhatIsStored", ReopenAsync),
    ];

    private static async Task NewTextAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "copper lantern"), Saying("b", "copper violin")).ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "silver telescope", version: 2)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of the old text", Words("lantern")).ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of the new text", Words("telescope"), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a word that another has too", Words("copper"), "b").ConfigureAwait(false);
    }

    private static async Task NewScopeAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "copper lantern"), Saying("b", "copper violin")).ConfigureAwait(false);
        MemoryScope bob = MemoryScope.ForUser("bob");
        await run.ApplyAsync(Saying("a", "copper lantern", 2, bob)).ConfigureAwait(false);
        await run.ExpectFoundAsync("the old scope", Words("copper"), "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("the new scope", Words("copper", bob), "a").ConfigureAwait(false);
    }

    private static async Task OlderVersionAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "copper lantern", 3)).ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "silver telescope", 2), Delete("a", 2)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of version 2", Words("telescope")).ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of version 3", Words("lantern"), "a").ConfigureAwait(false);
    }

    private static async Task DeleteAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "copper lantern"), Saying("b", "copper violin"), Saying("c", "silver lantern")).ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 2)).ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of the deleted memory and of b", Words("copper"), "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of the deleted memory and of c", Words("lantern"), "c").ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "copper lantern")).ConfigureAwait(false);
        await run.ExpectFoundAsync("after its first version came late", Words("copper lantern"), "b", "c").ConfigureAwait(false);
    }

    private static async Task ClearAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "copper lantern")).ConfigureAwait(false);
        await run.Store.ClearAsync(run.CancellationToken).ConfigureAwait(false);
        await run.ReopenAsync().ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of what was cleared", Words("lantern")).ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "copper violin")).ConfigureAwait(false);
        await run.ExpectFoundAsync("a word of what came then", Words("violin"), "a").ConfigureAwait(false);
    }

    private static async Task ReopenAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "copper lantern"), WithoutVector(Item("b", text: "silver lantern"))).ConfigureAwait(false);
        await run.ReopenAsync().ConfigureAwait(false);
        await run.ExpectFoundAsync("opened again, a word of both", Words("lantern"), "a", "b").ConfigureAwait(false);
    }
}
