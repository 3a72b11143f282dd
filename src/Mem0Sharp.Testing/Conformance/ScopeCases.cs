using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>Whose memories a search sees.</summary>
internal static class ScopeCases
{
    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Scope_User_FindsOnlyTheUsers", run => OneKindAsync(run, id => MemoryScope.ForUser(id, "g", "r", "p"), id => MemoryScope.ForUser(id))),
        ("Scope_Agent_FindsOnlyTheAgents", run => OneKindAsync(run, id => MemoryScope.ForUser("u", id, "r", "p"), id => MemoryScope.ForAgent(id))),
        ("Scope_Run_FindsOnlyTheRuns", run => OneKindAsync(run, id => MemoryScope.ForUser("u", "g", id, "p"), id => MemoryScope.ForRun(id))),
        ("Scope_App_FindsOnlyTheApps", run => OneKindAsync(run, id => MemoryScope.ForUser("u", "g", "r", id), id => MemoryScope.ForApp(id))),
        ("Scope_SeveralIds_MustAllMatch", CombinationsAsync),
        ("Scope_IdOfAnotherKind_DoesNotMatch", OtherKindAsync),
        ("Scope_LinkedAgent_FindsTheMemory", LinkedAgentAsync),
        ("Scope_LinkedRun_FindsTheMemory", LinkedRunAsync),
        ("Scope_LinkGainedByAnUpdate_FindsTheMemory", GainedLinkAsync),
        ("Scope_AfterAnUpdate_IsTheNewVersions", ReplacedScopeAsync),
    ];

    private static async Task OneKindAsync(ConformanceRun run, Func<string, MemoryScope> own, Func<string, MemoryScope> filter)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert("a", cosine: 0.5, scope: own("x")),
            Upsert("b", cosine: 0.9, scope: own("y")),
            Upsert("c", cosine: 0.9, scope: own("X")),
            Upsert("d", cosine: 0.4, scope: own("x")),
            Upsert("e", cosine: 0.9, scope: own("x1"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("id x", Query(filter("x")), "a", "d").ConfigureAwait(false);
        await run.ExpectFoundAsync("id X, another than x", Query(filter("X")), "c").ConfigureAwait(false);
        await run.ExpectFoundAsync("an id nobody has", Query(filter("nobody"))).ConfigureAwait(false);
    }

    private static async Task CombinationsAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);

        // One memory for each of the 81 ways to give each of the four ids as "x", "y" or not at all (but for all four missing).
        List<MemoryItem> items = [];
        string?[] values = [null, "x", "y"];
        for (int way = 1; way < 81; way++)
        {
            items.Add(Item($"m{way:00}", scope: MemoryScope.Create(
                values[way % 3], values[way / 3 % 3], values[way / 9 % 3], values[way / 27])));
        }

        await run.ApplyAsync([.. items.Select(item => Upsert(item))]).ConfigureAwait(false);
        for (int kinds = 1; kinds < 16; kinds++)
        {
            MemoryScope scope = MemoryScope.Create(
                (kinds & 1) != 0 ? "x" : null,
                (kinds & 2) != 0 ? "x" : null,
                (kinds & 4) != 0 ? "x" : null,
                (kinds & 8) != 0 ? "x" : null);
            await run.ExpectFoundAsync($"{scope}", Query(scope), [.. items.Where(scope.Contains).Select(item => item.Id)])
                .ConfigureAwait(false);
        }
    }

    private static async Task OtherKindAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", scope: MemoryScope.ForUser("same"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("the user", Query(MemoryScope.ForUser("same")), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("an agent of the user's name", Query(MemoryScope.ForAgent("same"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("a run of the user's name", Query(MemoryScope.ForRun("same"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("an app of the user's name", Query(MemoryScope.ForApp("same"))).ConfigureAwait(false);
    }

    private static async Task LinkedAgentAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert(Item("a", scope: MemoryScope.ForUser("u", "first")) with { LinkedAgentIds = ["second", "third"] }, 0.9),
            Upsert(Item("b", scope: MemoryScope.ForUser("u")) with { LinkedAgentIds = ["second"] }, 0.8),
            Upsert(Item("c", scope: MemoryScope.ForUser("u")) with { LinkedRunIds = ["second"] }, 0.7)).ConfigureAwait(false);
        await run.ExpectFoundAsync("the own agent", Query(MemoryScope.ForAgent("first")), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a linked agent", Query(MemoryScope.ForAgent("second")), "a", "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("the last linked agent", Query(MemoryScope.ForAgent("third")), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a linked agent and the user", Query(MemoryScope.ForUser("u", "second")), "a", "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("a linked agent and another user", Query(MemoryScope.ForUser("v", "second"))).ConfigureAwait(false);
    }

    private static async Task LinkedRunAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert(Item("a", scope: MemoryScope.ForUser("u", runId: "first")) with { LinkedRunIds = ["second", "third"] }, 0.9),
            Upsert(Item("b", scope: MemoryScope.ForUser("u")) with { LinkedRunIds = ["second"] }, 0.8),
            Upsert(Item("c", scope: MemoryScope.ForUser("u")) with { LinkedAgentIds = ["second"] }, 0.7)).ConfigureAwait(false);
        await run.ExpectFoundAsync("the own run", Query(MemoryScope.ForRun("first")), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a linked run", Query(MemoryScope.ForRun("second")), "a", "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("the last linked run", Query(MemoryScope.ForRun("third")), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("a linked run and the user", Query(MemoryScope.ForUser("u", runId: "second")), "a", "b").ConfigureAwait(false);
        await run.ExpectFoundAsync("a linked run and another user", Query(MemoryScope.ForUser("v", runId: "second"))).ConfigureAwait(false);
    }

    private static async Task GainedLinkAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        MemoryItem item = Item("a", scope: MemoryScope.ForUser("u", "agent", "run"));
        await run.ApplyAsync(Upsert(item)).ConfigureAwait(false);
        await run.ExpectFoundAsync("before the link", Query(MemoryScope.ForRun("later"))).ConfigureAwait(false);
        await run.ApplyAsync(Upsert(item with { Version = 2, LinkedRunIds = ["later"], LinkedAgentIds = ["helper"] })).ConfigureAwait(false);
        await run.ExpectFoundAsync("the linked run", Query(MemoryScope.ForRun("later")), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("the linked agent", Query(MemoryScope.ForAgent("helper")), "a").ConfigureAwait(false);
        await run.ExpectFoundAsync("the run it was born in", Query(MemoryScope.ForRun("run")), "a").ConfigureAwait(false);
    }

    private static async Task ReplacedScopeAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert(Item("a", scope: MemoryScope.ForUser("u", "g", "r", "p")) with { LinkedRunIds = ["l"], LinkedAgentIds = ["l"] }),
            Upsert("other", scope: MemoryScope.ForUser("u", "g", "r", "p"))).ConfigureAwait(false);
        await run.ApplyAsync(Upsert(Item("a", 2, MemoryScope.ForUser("v", "h", "s", "q")))).ConfigureAwait(false);
        foreach (MemoryScope old in (MemoryScope[])
            [MemoryScope.ForUser("u"), MemoryScope.ForAgent("g"), MemoryScope.ForRun("r"), MemoryScope.ForApp("p")])
        {
            await run.ExpectFoundAsync($"the old {old}", Query(old), "other").ConfigureAwait(false);
        }

        await run.ExpectFoundAsync("the old linked run", Query(MemoryScope.ForRun("l"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("the old linked agent", Query(MemoryScope.ForAgent("l"))).ConfigureAwait(false);
        await run.ExpectFoundAsync("the new scope", Query(MemoryScope.ForUser("v", "h", "s", "q")), "a").ConfigureAwait(false);
    }
}
