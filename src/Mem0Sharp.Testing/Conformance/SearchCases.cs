using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>Which memories a search returns, in which order, with which scores.</summary>
internal static class SearchCases
{
    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Search_EmptyStore_FindsNothing", EmptyStoreAsync),
        ("Search_SeveralMemories_BestFirst", BestFirstAsync),
        ("Search_Scores_AreCosines", ScoresAsync),
        ("Search_QueryOfAnyLength_ScoresTheSame", QueryLengthAsync),
        ("Search_StoredVectorOfAnyLength_ScoresTheSame", StoredLengthAsync),
        ("Search_EqualScores_ComeInOrdinalIdOrder", TieOrderAsync),
        ("Search_EqualScoresAtTheCut_KeepsTheLowestIds", TieCutAsync),
        ("Search_Top_IsTheMostReturned", TopAsync),
        ("Search_MinScore_LeavesOutWhatIsBelow", MinScoreAsync),
        ("Search_BetterMatchesOutsideTheScope_TakeNoPlace", ForeignMatchesAsync),
        ("Search_AmongSomeMemories_FindsThoseWithTheScoresOfAll", AmongAsync),
        ("Search_AmongSomeMemories_LeavesOutWhatDoesNotMatchOtherwise", AmongMatchingAsync),
        ("Search_ItemWithEverythingSet_ComesBackEqual", RoundTripAsync),
    ];

    private static async Task EmptyStoreAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ExpectFoundAsync("a search of an empty store", Query()).ConfigureAwait(false);
    }

    private static async Task BestFirstAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        int[] steps = [.. Enumerable.Range(0, 40)];
        run.Random().Shuffle(steps);
        await run.ApplyAsync([.. steps.Select(step => Upsert(Id(step), cosine: Cosine(step)))]).ConfigureAwait(false);

        IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Query()).ConfigureAwait(false);
        run.ExpectIds("the order", steps.Order().Select(Id), matches.Select(match => match.Item.Id));
        for (int step = 0; step < matches.Count; step++)
        {
            run.ExpectScore($"the score of {Id(step)}", Cosine(step), matches[step].Score);
        }

        static string Id(int step) => $"m{step:00}";
        static double Cosine(int step) => 0.97 - (step * 0.049);
    }

    private static async Task ScoresAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        double[] cosines = [1, 0.5, 0, -0.5, -1];
        await run.ApplyAsync([.. cosines.Select((cosine, place) => Upsert($"m{place}", cosine: cosine))]).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Query()).ConfigureAwait(false);
        run.ExpectEqual("the number of matches", cosines.Length, matches.Count);
        for (int place = 0; place < cosines.Length; place++)
        {
            run.ExpectScore($"match {place}", cosines[place], matches[place].Score);
        }
    }

    private static async Task QueryLengthAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("near", cosine: 0.8), Upsert("far", cosine: 0.3)).ConfigureAwait(false);
        foreach (float factor in (float[])[1, 1000, 0.001f])
        {
            IReadOnlyList<VectorMatch> matches =
                await run.SearchAsync(Query(vector: Scaled(Ahead, factor), minScore: 0.5)).ConfigureAwait(false);
            run.ExpectIds($"a query of length {factor}", ["near"], matches.Select(match => match.Item.Id));
            run.ExpectScore($"the score for a query of length {factor}", 0.8, matches[0].Score);
        }
    }

    private static async Task StoredLengthAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            new VectorChange.Upsert(Item("long"), Scaled(At(0.3), 100)),
            new VectorChange.Upsert(Item("short"), Scaled(At(0.8), 0.01f))).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Query()).ConfigureAwait(false);
        run.ExpectIds("the order", ["short", "long"], matches.Select(match => match.Item.Id));
        run.ExpectScore("the score of the short vector", 0.8, matches[0].Score);
        run.ExpectScore("the score of the long vector", 0.3, matches[1].Score);
    }

    private static async Task TieOrderAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);

        // Where ordinal order and a culture's differ: case, hyphen, accent, length.
        string[] ordinal = ["A", "B", "a", "a-1", "a1", "a10", "a2", "b", "\u00E9"];
        string[] stored = [.. ordinal];
        run.Random().Shuffle(stored);
        foreach (string id in stored)
        {
            await run.ApplyAsync(Upsert(id, cosine: 0.6)).ConfigureAwait(false);
        }

        await run.ExpectFoundAsync("the order of equal scores", Query(), ordinal).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("z", cosine: 0.9), Delete("A", 2)).ConfigureAwait(false);
        await run.ExpectFoundAsync("the order after a change", Query(), ["z", .. ordinal[1..]]).ConfigureAwait(false);
    }

    private static async Task TieCutAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        string[] ids = [.. Enumerable.Range(0, 30).Select(number => $"m{number:00}")];
        string[] stored = [.. ids];
        run.Random().Shuffle(stored);
        await run.ApplyAsync([.. stored.Select(id => Upsert(id, cosine: 0.6))]).ConfigureAwait(false);
        foreach (int top in (int[])[1, 7, 29])
        {
            await run.ExpectFoundAsync($"the {top} best of 30 with equal scores", Query(top: top), ids[..top]).ConfigureAwait(false);
        }
    }

    private static async Task TopAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", cosine: 0.9), Upsert("b", cosine: 0.7), Upsert("c", cosine: 0.5)).ConfigureAwait(false);
        await run.ExpectFoundAsync("top 1 of 3", Query(top: 1), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("top 2 of 3", Query(top: 2), "a", "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("top 3 of 3", Query(top: 3), "a", "b", "c").ConfigureAwait(false);
        await run.ExpectFoundAsync("top 1,000 of 3", Query(top: MemoryLimits.Top), "a", "b", "c").ConfigureAwait(false);
    }

    private static async Task MinScoreAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", cosine: 0.9), Upsert("b", cosine: 0.2), Upsert("c", cosine: -0.4)).ConfigureAwait(false);
        await run.ExpectFoundAsync("MinScore 0.5", Query(minScore: 0.5), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("MinScore 0", Query(minScore: 0), "a", "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("MinScore -0.5", Query(minScore: -0.5), "a", "b", "c").ConfigureAwait(false);
        await run.ExpectFoundAsync("MinScore 0.95", Query(minScore: 0.95)).ConfigureAwait(false);
        await run.ExpectFoundAsync("no MinScore", Query(), "a", "b", "c").ConfigureAwait(false);
    }

    private static async Task ForeignMatchesAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        MemoryScope bob = MemoryScope.ForUser("bob");
        await run.ApplyAsync([.. Enumerable.Range(0, 200).Select(n => Upsert($"bob{n:000}", cosine: 0.99, scope: bob))])
            .ConfigureAwait(false);
        await run.ApplyAsync(Upsert("alice1", cosine: 0.2), Upsert("alice2", cosine: 0.1)).ConfigureAwait(false);
        await run.ExpectFoundAsync("alice's two beside 200 better of bob's", Query(top: 2), "alice1", "alice2").ConfigureAwait(false);
    }

    private static async Task AmongAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            [
                .. Enumerable.Range(0, 30).Select(n => Upsert($"m{n:00}", cosine: 0.97 - (n * 0.013))),
                Upsert("tie2", cosine: 0.1), Upsert("tie1", cosine: 0.1), WithoutVector(Item("none")),
            ]).ConfigureAwait(false);
        string[] asked = ["tie2", "m07", "none", "m29", "nobody", "tie1", "m00", "m07"];
        IReadOnlyList<VectorMatch> all = await run.SearchAsync(Query()).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> among = await run.SearchAsync(Query(memoryIds: asked)).ConfigureAwait(false);
        run.ExpectIds(
            "those of all that are among the memories",
            all.Where(match => asked.Contains(match.Item.Id, StringComparer.Ordinal)).Select(match => $"{match.Item.Id} {match.Score:R}"),
            among.Select(match => $"{match.Item.Id} {match.Score:R}"));
        await run.ExpectFoundAsync("all that have a vector", Query(memoryIds: asked), "m00", "m07", "m29", "tie1", "tie2").ConfigureAwait(false);
        await run.ExpectFoundAsync("the best two of the last", Query(top: 2, memoryIds: ["tie2", "m29", "tie1"]), "m29", "tie1").ConfigureAwait(false);
        await run.ExpectFoundAsync("none of none", Query(memoryIds: [])).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("m29", 2, 0.99), Delete("m07", 2)).ConfigureAwait(false);
        await run.ExpectFoundAsync("after changes", Query(memoryIds: asked), "m29", "m00", "tie1", "tie2").ConfigureAwait(false);
    }

    private static async Task AmongMatchingAsync(ConformanceRun run)
    {
        DateTimeOffset end = Start.AddDays(10);
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert("bobs", cosine: 0.9, scope: MemoryScope.ForUser("bob")),
            Upsert(Item("ended") with { ExpiresAt = end }, 0.8),
            Upsert(Item("untrusted") with { Trust = MemoryTrust.Untrusted }, 0.7),
            Upsert(Item("tagged") with { Tags = ["tea"] }, 0.6),
            Upsert("plain", cosine: 0.5),
            Upsert("far", cosine: -0.5)).ConfigureAwait(false);
        string[] asked = ["far", "plain", "tagged", "untrusted", "ended", "bobs"];
        await run.ExpectFoundAsync("the scope's", Query(memoryIds: asked), "ended", "untrusted", "tagged", "plain", "far").ConfigureAwait(false);
        await run.ExpectFoundAsync("what has not ended", Query(activeAt: end, memoryIds: asked), "untrusted", "tagged", "plain", "far").ConfigureAwait(false);
        await run.ExpectFoundAsync("a tier", Query(minTrust: MemoryTrust.Standard, memoryIds: asked), "ended", "tagged", "plain", "far").ConfigureAwait(false);
        await run.ExpectFoundAsync("MinScore 0.55", Query(minScore: 0.55, memoryIds: asked), "ended", "untrusted", "tagged").ConfigureAwait(false);
        await run.ExpectFoundAsync("a filter", Query(filter: MemoryField.Tags.EqualTo("tea"), memoryIds: asked), "tagged").ConfigureAwait(false);
        await run.ExpectFoundAsync("another's", Query(memoryIds: ["bobs"])).ConfigureAwait(false);
    }

    private static async Task RoundTripAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        MemoryItem everything = FullItem.Create();
        MemoryItem least = Item("least");
        await run.ApplyAsync(Upsert(everything, 0.9), Upsert(least, 0.5)).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> matches =
            await run.SearchAsync(Query(MemoryScope.Create(userId: everything.Scope.UserId))).ConfigureAwait(false);
        run.ExpectEqual("the number of matches", 1, matches.Count);
        FullItem.ExpectSame(run, everything, matches[0].Item);
        matches = await run.SearchAsync(Query()).ConfigureAwait(false);
        run.ExpectEqual("the number of matches", 1, matches.Count);
        FullItem.ExpectSame(run, least, matches[0].Item);
    }
}
