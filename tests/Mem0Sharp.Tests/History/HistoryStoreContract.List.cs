using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Theory]
    [InlineData("alice", null, null, null, "linked,full,user")]
    [InlineData(null, "coach", null, null, "linked,full,agent")]
    [InlineData(null, null, "r1", null, "linked,full,run")]
    [InlineData(null, null, null, "web", "full,app")]
    [InlineData("alice", "coach", null, null, "linked,full")]
    [InlineData("alice", "coach", "r1", null, "linked,full")]
    [InlineData("alice", "coach", "r1", "web", "full")]
    [InlineData("alice", "born", null, null, "linked")]
    [InlineData(null, "coach", "r0", null, "linked")]
    [InlineData("alice", "coach", "r2", null, "")]
    [InlineData("Alice", null, null, null, "")]
    [InlineData("coach", null, null, null, "")]
    public async Task ListAsync_Scope_FindsWhatMatchesEveryIdItNames(string? user, string? agent, string? run, string? app, string expected)
    {
        await CommitAsync(
            Add("user", MemoryScope.ForUser("alice")),
            Add("agent", MemoryScope.ForAgent("coach")),
            Add("run", MemoryScope.ForRun("r1")),
            Add("app", MemoryScope.ForApp("web")),
            Add("full", MemoryScope.ForUser("alice", "coach", "r1", "web")),
            Append(Item("linked", MemoryScope.ForUser("alice", "born", "r0")) with { LinkedAgentIds = ["x", "coach"], LinkedRunIds = ["r1", "y"] }),
            Add("other", MemoryScope.ForUser("bob", "other", "r9", "other")),
            Add("deleted", MemoryScope.ForUser("alice", "coach", "r1", "web")),
            Delete("deleted"));
        MemoryScope scope = MemoryScope.Create(user, agent, run, app);

        string[] listed = await ListedAsync(scope);

        listed.Should().Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries));
        (await Store.CountAsync(scope, null, null, Token)).Should().Be(listed.Length);
    }

    [Fact]
    public async Task ListAsync_LinkedLater_IsFoundFromTheNewRunToo()
    {
        await CommitAsync(Add("a", MemoryScope.ForUser("alice", runId: "r1")));
        MemoryItem linked = Item("a", MemoryScope.ForUser("alice", runId: "r1")) with { Version = 2, LinkedRunIds = ["r2"] };

        await CommitAsync(Append(linked, MemoryEvent.Link));

        (await ListedAsync(MemoryScope.ForRun("r1"))).Should().Equal("a");
        (await ListedAsync(MemoryScope.ForRun("r2"))).Should().Equal("a");
        (await ListedAsync(MemoryScope.ForRun("r3"))).Should().BeEmpty();
    }

    [Fact]
    public async Task ListAsync_WithoutScope_GivesAllThatAreNotDeletedNewestFirst()
    {
        await CommitAsync(Add("a"), Add("b", MemoryScope.ForApp("web")), Add("c"), Delete("b"), Update("a", "changed last"));

        (await ListedAsync(scope: null)).Should().Equal("c", "a");
        (await Store.CountAsync(null, null, null, Token)).Should().Be(2);
    }

    [Fact]
    public async Task ListAsync_PageByPage_GivesEachMemoryOnceThoughOthersChangeInBetween()
    {
        await CommitAsync([.. Enumerable.Range(1, 10).Select(n => Add($"m{n}"))]);

        List<string> listed = [];
        long? before = null;
        while (true)
        {
            IReadOnlyList<MemoryHead> page = await Store.ListAsync(
                new HistoryListQuery { Scope = MemoryScope.ForUser("alice"), Limit = 4, Before = before }, Token);
            listed.AddRange(page.Select(head => head.Item.Id));
            if (page.Count < 4)
            {
                break;
            }

            before = page[^1].FirstSequence;
            await CommitAsync(Update("m1", $"changed before {before}"), Add($"new{before}"));
        }

        listed.Should().Equal(Enumerable.Range(1, 10).Reverse().Select(n => $"m{n}"));
    }

    [Fact]
    public async Task ListAsync_ActiveAt_LeavesOutWhatHasExpiredByThen()
    {
        await CommitAsync(Add("forever"), Append(Item("brief") with { ExpiresAt = Noon }));

        (await ListedAsync(null, Noon.AddTicks(-1))).Should().Equal("brief", "forever");
        (await ListedAsync(null, Noon)).Should().Equal("forever");
        (await ListedAsync(null)).Should().Equal("brief", "forever");
        (await Store.CountAsync(null, Noon.AddTicks(-1), null, Token)).Should().Be(2);
        (await Store.CountAsync(MemoryScope.ForUser("alice"), Noon.ToOffset(TimeSpan.FromHours(5)), null, Token)).Should().Be(1);
        (await Store.CountAsync(null, null, null, Token)).Should().Be(2);
    }

    [Fact]
    public async Task ListAsync_Filter_FillsEachPageWithWhatMatches()
    {
        await CommitAsync(
        [
            .. Enumerable.Range(1, 40).Select(n => Append(Item($"m{n:00}") with { Tags = n % 10 == 0 ? ["tenth"] : [] })),
            Append(Item("bobs", MemoryScope.ForUser("bob")) with { Tags = ["tenth"] }),
            Append(Item("gone") with { Tags = ["tenth"] }),
            Delete("gone"),
        ]);
        MemoryScope alice = MemoryScope.ForUser("alice");
        MemoryFilter tenth = MemoryField.Tags.EqualTo("tenth");

        IReadOnlyList<MemoryHead> page = await Store.ListAsync(new HistoryListQuery { Scope = alice, Filter = tenth, Limit = 3 }, Token);
        IReadOnlyList<MemoryHead> rest = await Store.ListAsync(
            new HistoryListQuery { Scope = alice, Filter = tenth, Limit = 3, Before = page[^1].FirstSequence }, Token);

        page.Select(head => head.Item.Id).Should().Equal("m40", "m30", "m20");
        rest.Select(head => head.Item.Id).Should().Equal("m10");
        (await Store.CountAsync(alice, null, tenth, Token)).Should().Be(4);
        (await Store.CountAsync(null, null, tenth, Token)).Should().Be(5);
        (await Store.CountAsync(alice, null, !tenth, Token)).Should().Be(36);
        (await Store.CountAsync(alice, null, null, Token)).Should().Be(40);
    }

    [Fact]
    public async Task ListAsync_ExpiryCleared_ShowsTheMemoryAgain()
    {
        await CommitAsync(Append(Item("a") with { ExpiresAt = Noon }));

        await CommitAsync(Append(Item("a") with { Version = 2 }, MemoryEvent.Update));

        (await ListedAsync(null, Noon)).Should().Equal("a");
    }
}
