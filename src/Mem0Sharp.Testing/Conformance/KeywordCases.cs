using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>Which memories a search by keyword returns, in which order, with which scores.</summary>
internal static class KeywordCases
{
    private static readonly MemoryScope Bob = MemoryScope.ForUser("bob");

    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Keywords_EmptyStore_FindNothing", EmptyStoreAsync),
        ("Keywords_SharedWord_FindsInAnyCase", SharedWordAsync),
        ("Keywords_NoSharedWord_IsNotReturned", NoSharedWordAsync),
        ("Keywords_TextWithoutWords_FindsNothing", NoWordsAsync),
        ("Keywords_MoreSharedWords_BestFirst", BestFirstAsync),
        ("Keywords_Scores_AreFromZeroToBelowOne", ScoresAsync),
        ("Keywords_EqualScores_ComeInOrdinalIdOrder", TieOrderAsync),
        ("Keywords_EqualScoresAtTheCut_KeepTheLowestIds", TieCutAsync),
        ("Keywords_Top_IsTheMostReturned", TopAsync),
        ("Keywords_NamesNumbersAndAddresses_AreFoundAsWritten", AsWrittenAsync),
        ("Keywords_Scope_FindsOnlyItsMemories", ScopeAsync),
        ("Keywords_LinkedAgentAndRun_FindTheMemory", LinkedAsync),
        ("Keywords_OthersMemories_ChangeNoScore", OthersAsync),
        ("Keywords_Expired_IsLeftOutAndTakesNoPlace", ExpiredAsync),
        ("Keywords_BelowTheLowestTier_IsLeftOutAndTakesNoPlace", TierAsync),
        ("Keywords_AmongSomeMemories_FindsThoseWithTheScoresOfTheScope", AmongAsync),
        ("Keywords_ItemWithEverythingSet_ComesBackEqual", RoundTripAsync),
    ];

    private static async Task EmptyStoreAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ExpectFoundAsync("a search of an empty store", Words("tea")).ConfigureAwait(false);
    }

    private static async Task SharedWordAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "Marmalade, on toast."), Saying("b", "Porridge with cinnamon")).ConfigureAwait(false);
        foreach (string text in (string[])["marmalade", "Marmalade", "MARMALADE", "toast, please: marmalade!"])
        {
            await run.ExpectFoundAsync($"the words \"{text}\"", Words(text), "a").ConfigureAwait(false);
        }

        await run.ExpectFoundAsync("the word CINNAMON", Words("CINNAMON"), "b").ConfigureAwait(false);
    }

    private static async Task NoSharedWordAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "Marmalade on toast"), Saying("b", "Porridge with cinnamon")).ConfigureAwait(false);
        await run.ExpectFoundAsync("words that nobody has", Words("glacier telescope")).ConfigureAwait(false);
        await run.ExpectFoundAsync("words that one has", Words("glacier cinnamon"), "b").ConfigureAwait(false);
    }

    private static async Task NoWordsAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Saying("a", "Marmalade on toast"), Saying("b", "?!")).ConfigureAwait(false);
        foreach (string text in (string[])[string.Empty, "  \t\n", "?! ...", "\uD83D", "\0"])
        {
            await run.ExpectFoundAsync($"a text of {text.Length} characters without a word", Words(text)).ConfigureAwait(false);
        }
    }

    private static async Task BestFirstAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        VectorChange[] changes =
        [
            Saying("three", "copper lantern harbour"),
            Saying("two", "copper lantern meadow"),
            Saying("one", "copper violin meadow"),
            Saying("none", "violin meadow orchard"),
        ];
        run.Random().Shuffle(changes);
        await run.ApplyAsync(changes).ConfigureAwait(false);
        await run.ExpectFoundAsync("three words", Words("copper lantern harbour"), "three", "two", "one").ConfigureAwait(false);
        await run.ExpectFoundAsync("the same in another order", Words("harbour, lantern, copper"), "three", "two", "one").ConfigureAwait(false);
    }

    private static async Task ScoresAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Saying("a", "copper"),
            Saying("b", string.Join(' ', Enumerable.Repeat("copper lantern", 500))),
            Saying("c", "copper lantern harbour meadow orchard violin")).ConfigureAwait(false);
        foreach (string text in (string[])["copper", "copper lantern", "copper copper copper", "copper telescope"])
        {
            IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Words(text)).ConfigureAwait(false);
            run.ExpectEqual($"the number of matches of \"{text}\"", 3, matches.Count);
            for (int place = 0; place < matches.Count; place++)
            {
                double score = matches[place].Score;
                run.ExpectEqual($"whether {score:R} is a score from 0 to below 1", true, score is >= 0 and < 1);
                run.ExpectEqual("whether scores descend", true, place == 0 || score <= matches[place - 1].Score);
            }
        }
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
            await run.ApplyAsync(Saying(id, "copper lantern")).ConfigureAwait(false);
        }

        await run.ExpectFoundAsync("the order of equal texts", Words("lantern"), ordinal).ConfigureAwait(false);
        await run.ApplyAsync(Delete("A", 2)).ConfigureAwait(false);
        await run.ExpectFoundAsync("the order after a change", Words("lantern"), ordinal[1..]).ConfigureAwait(false);
    }

    private static async Task TieCutAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        string[] ids = [.. Enumerable.Range(0, 30).Select(number => $"m{number:00}")];
        string[] stored = [.. ids];
        run.Random().Shuffle(stored);
        await run.ApplyAsync([.. stored.Select(id => Saying(id, "copper lantern"))]).ConfigureAwait(false);
        foreach (int top in (int[])[1, 7, 29])
        {
            await run.ExpectFoundAsync($"the {top} best of 30 equal texts", Words("lantern", top: top), ids[..top]).ConfigureAwait(false);
        }
    }

    private static async Task TopAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Saying("a", "copper lantern harbour"), Saying("b", "copper lantern meadow"), Saying("c", "copper violin meadow")).ConfigureAwait(false);
        await run.ExpectFoundAsync("top 1 of 3", Words("copper lantern harbour", top: 1), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("top 2 of 3", Words("copper lantern harbour", top: 2), "a", "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("top 1,000 of 3", Words("copper lantern harbour"), "a", "b", "c").ConfigureAwait(false);
    }

    private static async Task AsWrittenAsync(ConformanceRun run)
    {
        string[] written =
        [
            "getUserName", "user_id", "Foo.Bar", "4711", "3.14", "10.0.2", "2026-11-25", "14:30", "ann.lee@example.com", "x86_64", "K-9",
        ];
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync([.. written.Select((text, place) => Saying($"m{place:00}", $"Something about {text}, then more."))]).ConfigureAwait(false);
        for (int place = 0; place < written.Length; place++)
        {
            IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Words(written[place], top: 1)).ConfigureAwait(false);
            run.ExpectIds($"the best for \"{written[place]}\"", [$"m{place:00}"], matches.Select(match => match.Item.Id));
        }
    }

    private static async Task ScopeAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);

        // One memory for each of the 81 ways to give each of the four ids as "x", "y" or not at all (but for all four missing).
        List<MemoryItem> items = [];
        string?[] values = [null, "x", "y"];
        for (int way = 1; way < 81; way++)
        {
            MemoryScope scope = MemoryScope.Create(values[way % 3], values[way / 3 % 3], values[way / 9 % 3], values[way / 27]);
            items.Add(Item($"m{way:00}", scope: scope, text: "copper lantern"));
        }

        await run.ApplyAsync([.. items.Select(item => Upsert(item))]).ConfigureAwait(false);
        for (int kinds = 1; kinds < 16; kinds++)
        {
            MemoryScope scope = MemoryScope.Create(
                (kinds & 1) != 0 ? "x" : null,
                (kinds & 2) != 0 ? "x" : null,
                (kinds & 4) != 0 ? "x" : null,
                (kinds & 8) != 0 ? "x" : null);
            await run.ExpectFoundAsync($"{scope}", Words("lantern", scope), [.. items.Where(scope.Contains).Select(item => item.Id)])
                .ConfigureAwait(false);
        }

        await run.ExpectFoundAsync("an id nobody has", Words("lantern", MemoryScope.ForUser("nobody"))).ConfigureAwait(false);
    }

    private static async Task LinkedAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        MemoryItem item = Item("a", scope: MemoryScope.ForUser("u", "first", "one"), text: "copper lantern");
        await run.ApplyAsync(Upsert(item with { LinkedAgentIds = ["second"], LinkedRunIds = ["two"] })).ConfigureAwait(false);
        await run.ExpectFoundAsync("the own agent", Words("lantern", MemoryScope.ForAgent("first")), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a linked agent", Words("lantern", MemoryScope.ForAgent("second")), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a linked run and the user", Words("lantern", MemoryScope.ForUser("u", runId: "two")), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a linked run and another user", Words("lantern", MemoryScope.ForUser("v", runId: "two"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("an agent of a run's name", Words("lantern", MemoryScope.ForAgent("two"))).ConfigureAwait(false);
    }

    private static async Task OthersAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Saying("a", "copper lantern harbour"), Saying("b", "copper lantern copper meadow orchard"), Saying("c", "copper violin")).ConfigureAwait(false);
        KeywordQuery query = Words("copper lantern telescope");
        IReadOnlyList<VectorMatch> before = await run.SearchAsync(query).ConfigureAwait(false);
        await run.ApplyAsync(
        [
            .. Enumerable.Range(0, 50).Select(n => Saying($"bob{n:00}", $"telescope {string.Join(' ', Enumerable.Repeat("copper", n))}", scope: Bob)),
        ]).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> after = await run.SearchAsync(query).ConfigureAwait(false);
        run.ExpectIds(
            "the scores beside 50 memories of another user",
            before.Select(match => $"{match.Item.Id} {match.Score:R}"),
            after.Select(match => $"{match.Item.Id} {match.Score:R}"));
        run.ExpectEqual("the number of matches", 3, after.Count);
    }

    private static async Task AmongAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Saying("a", "copper lantern harbour"), Saying("b", "copper lantern copper meadow"), Saying("c", "copper violin"), Saying("d", "violin")).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> all = await run.SearchAsync(Words("copper lantern")).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> among = await run.SearchAsync(Words("copper lantern", memoryIds: ["c", "a", "d", "nobody"])).ConfigureAwait(false);
        run.ExpectIds(
            "those of all that are among the memories",
            all.Where(match => match.Item.Id is "a" or "c").Select(match => $"{match.Item.Id} {match.Score:R}"),
            among.Select(match => $"{match.Item.Id} {match.Score:R}"));
        await run.ExpectFoundAsync("the best of them", Words("copper lantern", top: 1, memoryIds: ["c", "a"]), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("none of none", Words("copper lantern", memoryIds: [])).ConfigureAwait(false);
    }

    private static async Task ExpiredAsync(ConformanceRun run)
    {
        DateTimeOffset end = Start.AddDays(10);
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert(Item("ends", text: "copper lantern harbour") with { ExpiresAt = end }), Saying("stays", "copper violin meadow")).ConfigureAwait(false);
        KeywordQuery query = Words("copper lantern harbour", top: 1, activeAt: end);
        await run.ExpectFoundAsync("at the instant", query, "stays").ConfigureAwait(false);
        await run.ExpectFoundAsync("100 ns before", Words(query.Text, activeAt: end.AddTicks(-1)), "ends", "stays").ConfigureAwait(false);
        await run.ExpectFoundAsync("no ActiveAt", Words(query.Text), "ends", "stays").ConfigureAwait(false);
    }

    private static async Task TierAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert(Item("untrusted", text: "copper lantern harbour") with { Trust = MemoryTrust.Untrusted }),
            Saying("standard", "copper lantern meadow"),
            Upsert(Item("trusted", text: "copper violin meadow") with { Trust = MemoryTrust.Trusted })).ConfigureAwait(false);
        const string Text = "copper lantern harbour";
        await run.ExpectFoundAsync("no tier", Words(Text), "untrusted", "standard", "trusted").ConfigureAwait(false);
        await run.ExpectFoundAsync("standard", Words(Text, minTrust: MemoryTrust.Standard), "standard", "trusted").ConfigureAwait(false);
        await run.ExpectFoundAsync("trusted", Words(Text, top: 1, minTrust: MemoryTrust.Trusted), "trusted").ConfigureAwait(false);
    }

    private static async Task RoundTripAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        MemoryItem everything = FullItem.Create();
        await run.ApplyAsync(Upsert(everything)).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> matches =
            await run.SearchAsync(Words(everything.Text, MemoryScope.Create(userId: everything.Scope.UserId))).ConfigureAwait(false);
        run.ExpectEqual("the number of matches", 1, matches.Count);
        FullItem.ExpectSame(run, everything, matches[0].Item);
    }
}
