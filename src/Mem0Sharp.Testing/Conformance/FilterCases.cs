using System.Text.Json.Nodes;
using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>What a filter leaves of a search, by vector and by keyword: the same in every store.</summary>
internal static class FilterCases
{
    private const string Word = "lantern";

    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Filter_EachOperator_FindsWhatTheTableSays", run => TableAsync(run, byKeyword: false)),
        ("Filter_ThatLeavesThree_FindsThoseThree", LeavesThreeAsync),
        ("Filter_AndItsNegation_DivideTheScope", DivideAsync),
        ("Filter_OfAnotherScope_FindsNothingOfIt", ForeignAsync),
        ("Filter_AfterChanges_SeesTheNewestVersion", ChangesAsync),
        ("Filter_WithScoreTrustAndExpiry_LeavesWhatPassesAll", TogetherAsync),
        ("KeywordFilter_EachOperator_FindsWhatTheTableSays", run => TableAsync(run, byKeyword: true)),
        ("KeywordFilter_ThatLeavesThree_FindsThoseThree", KeywordLeavesThreeAsync),
        ("KeywordFilter_LeavesOut_AndChangesNoScore", KeywordScoresAsync),
    ];

    /// <summary>Gets filters as JSON, each with the memories of <see cref="Items"/> that match, in the order of their ids.</summary>
    private static (string Filter, string Ids)[] Table =>
    [
        ("""{"n": 1}""", "b"),
        ("""{"n": 1.0}""", "b"),
        ("""{"n": {"ne": 1}}""", "a c d"),
        ("""{"n": {"gt": 1}}""", "c"),
        ("""{"n": {"gte": 1}}""", "b c"),
        ("""{"n": {"lt": 2.5}}""", "b"),
        ("""{"n": {"lte": 2.5}}""", "b c"),
        ("""{"n": {"gte": 1, "lt": 2.5}}""", "b"),
        ("""{"n": [1, "one"]}""", "b d"),
        ("""{"n": {"nin": [1, "one"]}}""", "a c"),
        ("""{"n": "*"}""", "b c d"),
        ("""{"n": null}""", "a"),
        ("""{"color": {"contains": "red"}}""", "b d"),
        ("""{"color": {"icontains": "RED"}}""", "b c d"),
        ("""{"order.lines": "x1"}""", "c"),
        ("""{"order": {"exists": true}}""", "c"),
        ("""{"ok": true}""", "b"),
        ("""{"ok": {"ne": true}}""", "a c d"),
        ("""{"at": {"gte": "2026-01-01T10:00:00Z"}}""", "b"),
        ("""{"at": "2026-01-01T10:00:00Z"}""", "b"),
        ("""{"at": {"lt": "2026-01-02"}}""", "b c"),
        ("""{"tags": "work"}""", "b c"),
        ("""{"tags": ["home", "work"]}""", "a b c"),
        ("""{"entities": "Pier Nine"}""", "c"),
        ("""{"entities": {"icontains": "PIER"}}""", "c"),
        ("""{"NOT": [{"tags": "work"}, {"n": "one"}]}""", "a"),
        ("""{"OR": [{"tags": "home"}, {"AND": [{"n": {"gte": 2}}, {"NOT": {"color": "red"}}]}]}""", "a c"),
        ("""{"links": "b"}""", "a c"),
        ("""{"links": ["a", "x"]}""", "c"),
        ("""{"links": {"ne": "b"}}""", "b d"),
        ("""{"links": {"exists": false}}""", "b d"),
        ("""{"memory_type": "episodic"}""", "c"),
        ("""{"version": {"gte": 2}}""", "d"),
        ("""{"actor_id": "mira", "role": "user"}""", "b"),
        ("""{"role": {"ne": "user"}}""", "a c d"),
        ("""{"created_at": {"gt": "2026-01-02T00:00:00Z"}}""", "c"),
        ("""{"expiration_date": "*"}""", "d"),
        ("""{"memory": {"contains": "red lantern"}}""", "b"),
        ("""{"id": ["a", "d"]}""", "a d"),
        ("""{"user_id": "alice"}""", "a b c d"),
        ("""{"run_id": "r1"}""", "c"),
        ("""{"run_id": "r2"}""", "c"),
    ];

    private static MemoryItem[] Items =>
    [
        Item("a", text: $"a {Word}") with { Tags = ["home"], Links = [new MemoryLink("b", 0.5)] },
        Item("b", text: $"a red {Word}") with
        {
            Tags = ["work", "x"], ActorId = "mira", Role = "user",
            Metadata = Json("""{"n": 1, "color": "red", "ok": true, "at": "2026-01-01T12:00:00+02:00"}"""),
        },
        Item("c", scope: MemoryScope.ForUser("alice", runId: "r1"), text: $"a {Word} of Pier Nine") with
        {
            Tags = ["work"], Links = [new MemoryLink("a"), new MemoryLink("b")],
            Type = MemoryType.Episodic, CreatedAt = Start.AddDays(2), LinkedRunIds = ["r2"],
            Metadata = Json("""{"n": 2.5, "color": "Red wine", "order": {"lines": ["x0", "x1"]}, "at": "2025-12-31"}"""),
        },
        Item("d", version: 2, text: $"a {Word}") with
        {
            ExpiresAt = Start.AddYears(1), Metadata = Json("""{"n": "one", "color": "infrared", "ok": "true", "at": "soon"}"""),
        },
    ];

    private static async Task TableAsync(ConformanceRun run, bool byKeyword)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync([.. Items.Select(item => Upsert(item)), Saying("e", $"a red {Word}", scope: MemoryScope.ForUser("bob"))]).ConfigureAwait(false);
        foreach ((string json, string ids) in Table)
        {
            MemoryFilter filter = MemoryFilter.Parse(json);
            IReadOnlyList<VectorMatch> matches = byKeyword
                ? await run.SearchAsync(Words(Word, filter: filter)).ConfigureAwait(false)
                : await run.SearchAsync(Query(filter: filter)).ConfigureAwait(false);
            run.ExpectIds(json, ids.Split(' '), matches.Select(match => match.Item.Id).Order(StringComparer.Ordinal));
        }
    }

    private static async Task LeavesThreeAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync([.. Enumerable.Range(0, 300).Select(n => Upsert($"near{n:000}", cosine: 0.99))]).ConfigureAwait(false);
        MemoryItem[] rare = [.. Enumerable.Range(0, 3).Select(n => Item($"rare{n}") with { Metadata = Json("""{"color": "red"}""") })];
        await run.ApplyAsync([.. rare.Select((item, n) => Upsert(item, 0.3 - (n * 0.1)))]).ConfigureAwait(false);
        VectorQuery query = Query(top: 3, filter: MemoryField.Metadata("color").EqualTo("red"));
        await run.ExpectFoundAsync("three of 303", query, "rare0", "rare1", "rare2").ConfigureAwait(false);
    }

    private static async Task DivideAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        Random random = run.Random();
        MemoryItem[] items = [.. Enumerable.Range(0, 60).Select(n => Item($"m{n:00}") with { Metadata = Random(random), Tags = Tags(random) })];
        await run.ApplyAsync([.. items.Select(item => Upsert(item))]).ConfigureAwait(false);
        for (int n = 0; n < 40; n++)
        {
            MemoryFilter filter = Condition(random) & (Condition(random) | !Condition(random));
            string[] matching = await run.IdsAsync(Query(filter: filter)).ConfigureAwait(false);
            string[] others = await run.IdsAsync(Query(filter: !filter)).ConfigureAwait(false);
            run.ExpectIds($"what matches {filter.ToJson()}", items.Where(filter.Matches).Select(item => item.Id), matching);
            run.ExpectIds(
                $"what matches {filter.ToJson()} or its negation", items.Select(item => item.Id), matching.Concat(others).Order(StringComparer.Ordinal));
        }
    }

    private static async Task ForeignAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("own", cosine: 0.2), Upsert("bobs", cosine: 0.9, scope: MemoryScope.ForUser("bob"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("the id of bob", Query(filter: MemoryField.UserId.EqualTo("bob"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("any id", Query(filter: MemoryField.UserId.Exists() | MemoryField.Id.EqualTo("bobs")), "own").ConfigureAwait(false);
        await run.ExpectFoundAsync("no other version", Query(filter: !MemoryField.Version.EqualTo(9)), "own").ConfigureAwait(false);
    }

    private static async Task ChangesAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        MemoryFilter red = MemoryField.Metadata("color").EqualTo("red") & MemoryField.Tags.EqualTo("t");
        MemoryItem first = Item("a") with { Metadata = Json("""{"color": "red"}"""), Tags = ["t"] };
        await run.ApplyAsync(Upsert(first), Upsert("b"), Upsert(first with { Id = "c" })).ConfigureAwait(false);
        await run.ExpectFoundAsync("at first", Query(filter: red), "a", "c").ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert(first with { Version = 2, Metadata = Json("""{"color": "green"}""") }), Upsert(first with { Id = "b", Version = 2 })).ConfigureAwait(false);
        await run.ExpectFoundAsync("after both changed", Query(filter: red), "b", "c").ConfigureAwait(false);
        await run.ApplyAsync(Delete("c", 2), Upsert(first with { Id = "b", Version = 3, Tags = [] })).ConfigureAwait(false);
        await run.ExpectFoundAsync("after a delete", Query(filter: red)).ConfigureAwait(false);
        await run.ExpectFoundAsync("the others", Query(filter: !red), "a", "b").ConfigureAwait(false);
    }

    private static async Task TogetherAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        MemoryItem item = Item("all") with { Tags = ["t"], Trust = MemoryTrust.Trusted, ExpiresAt = Start.AddDays(2) };
        await run.ApplyAsync(
            Upsert(item, 0.9),
            Upsert(item with { Id = "far" }, 0.1),
            Upsert(item with { Id = "untrusted", Trust = MemoryTrust.Untrusted }, 0.9),
            Upsert(item with { Id = "expired", ExpiresAt = Start }, 0.9),
            Upsert(item with { Id = "untagged", Tags = [] }, 0.9)).ConfigureAwait(false);
        VectorQuery query = Query(minScore: 0.5, activeAt: Start.AddDays(1), minTrust: MemoryTrust.Standard, filter: MemoryField.Tags.EqualTo("t"));
        await run.ExpectFoundAsync("all limits together", query, "all").ConfigureAwait(false);
        await run.ExpectFoundAsync("the filter alone", Query(filter: query.Filter), "all", "expired", "untrusted", "far").ConfigureAwait(false);
    }

    private static async Task KeywordLeavesThreeAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync([.. Enumerable.Range(0, 100).Select(n => Saying($"near{n:00}", "copper lantern harbour"))]).ConfigureAwait(false);
        MemoryItem rare = Item("rare0", text: "copper violin meadow orchard") with { Tags = ["t"] };
        await run.ApplyAsync(Upsert(rare), Upsert(rare with { Id = "rare1" }), Upsert(rare with { Id = "rare2" })).ConfigureAwait(false);
        KeywordQuery query = Words("copper lantern harbour", top: 3, filter: MemoryField.Tags.EqualTo("t"));
        await run.ExpectFoundAsync("three of 103", query, "rare0", "rare1", "rare2").ConfigureAwait(false);
    }

    private static async Task KeywordScoresAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        MemoryItem tagged = Item("a", text: "copper lantern") with { Tags = ["t"] };
        await run.ApplyAsync(
            Upsert(tagged), Upsert(tagged with { Id = "b", Text = "lantern harbour meadow" }), Saying("c", "copper"), Saying("d", "copper harbour violin")).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> all = await run.SearchAsync(Words("copper lantern")).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> filtered =
            await run.SearchAsync(Words("copper lantern", filter: MemoryField.Tags.EqualTo("t"))).ConfigureAwait(false);
        run.ExpectIds("what the filter leaves", ["a", "b"], filtered.Select(match => match.Item.Id).Order(StringComparer.Ordinal));
        run.ExpectIds(
            "the scores, which are those of the scope",
            all.Where(match => match.Item.Tags.Count > 0).Select(match => $"{match.Item.Id} {match.Score:R}"),
            filtered.Select(match => $"{match.Item.Id} {match.Score:R}"));
    }

    private static MemoryFilter Condition(Random random) => random.Next(5) switch
    {
        0 => MemoryField.Metadata("n").AtLeast(random.Next(5)),
        1 => MemoryField.Metadata("n").LessThan(random.Next(5)),
        2 => MemoryField.Metadata("n").In(random.Next(5), "x", true),
        3 => MemoryField.Tags.EqualTo(random.Next(2) == 0 ? "t" : "u"),
        _ => MemoryField.Metadata("n").Exists(),
    };

    private static MemoryMetadata Random(Random random) => Json(random.Next(5) switch
    {
        0 => "{}",
        1 => """{"n": null}""",
        2 => """{"n": "x"}""",
        3 => """{"n": [1, "x", 4]}""",
        _ => $$"""{"n": {{random.Next(5)}}}""",
    });

    private static string[] Tags(Random random) => random.Next(3) switch
    {
        0 => [],
        1 => ["t"],
        _ => ["t", "u"],
    };

    private static MemoryMetadata Json(string json) => MemoryMetadata.From((JsonObject)JsonNode.Parse(json)!);
}
