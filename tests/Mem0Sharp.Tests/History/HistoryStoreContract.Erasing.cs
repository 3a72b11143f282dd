using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task EraseAsync_Ids_RemovesTheirRowsHeadsScopesAndEmbeddings()
    {
        await CommitAsync(Add("a"), Add("kept", text: "shared"), Update("a", "second"), Add("b", text: "shared"), Delete("b"));

        HistoryErasure erasure = await EraseAsync("a", "unknown", "b", "a");

        erasure.Memories.Should().BeEquivalentTo([new ErasedMemory("a", 3, Noon), new ErasedMemory("b", 3, Noon)]);
        (erasure.Before, erasure.After).Should().Be((At(5), At(6)));
        (await Store.GetPositionAsync(Token)).Should().Be(erasure.After);
        (await Store.GetHeadsAsync(["a", "kept", "b"], Token)).Select(head => head?.Item.Id).Should().Equal(null, "kept", null);
        (await Store.ReadAsync(["a", "b"], Token).ToListAsync(Token)).Should().BeEmpty();
        (await Store.ReadAfterAsync(0, Token).Select(entry => entry.MemoryId).ToListAsync(Token)).Should().Equal("kept");
        (await Store.ReadChangesAsync(0, Token).Select(change => change.Head.Item.Id).ToListAsync(Token)).Should().Equal("kept");
        (await ScopeAsync(MemoryScope.ForUser("alice"))).Should().Equal("kept:2");
        (await ListedAsync(MemoryScope.ForUser("alice"))).Should().Equal("kept");
        (await Store.CountAsync(null, null, null, Token)).Should().Be(1);
        (await Store.GetEmbeddingsAsync(["text of a", "second", "shared"], Token)).Select(vector => vector is null).Should().Equal(true, true, false);
    }

    [Fact]
    public async Task EraseAsync_AScope_RemovesAllThatEverWasThere()
    {
        MemoryScope runA = MemoryScope.ForUser("alice", runId: "A");
        await CommitAsync(
            Add("a", runA), Add("deleted"), Delete("deleted"), Add("bobs", MemoryScope.ForUser("bob")),
            Append(Item("a", runA) with { Version = 2, LinkedRunIds = ["B"] }, MemoryEvent.Link));

        HistoryErasure erasure = await Store.EraseAsync(
            new HistoryErasureRequest { MemoryIds = ["deleted"], Scope = MemoryScope.ForUser("alice"), ErasedAt = Noon }, Token);

        erasure.Memories.Should().BeEquivalentTo([new ErasedMemory("a", 3, Noon), new ErasedMemory("deleted", 3, Noon)]);
        (await ScopeAsync(scope: null)).Should().Equal("bobs:4");
        (await ScopeAsync(MemoryScope.ForRun("B"))).Should().BeEmpty();
        (await ScopeAsync(MemoryScope.ForRun("A"))).Should().BeEmpty();
    }

    [Fact]
    public async Task EraseAsync_Nothing_LeavesThePosition()
    {
        await CommitAsync(Add("a"));

        HistoryErasure byId = await EraseAsync("unknown");
        HistoryErasure byScope = await Store.EraseAsync(
            new HistoryErasureRequest { Scope = MemoryScope.ForUser("nobody"), ErasedAt = Noon }, Token);

        foreach (HistoryErasure erasure in (HistoryErasure[])[byId, byScope])
        {
            erasure.Memories.Should().BeEmpty();
            (erasure.Before, erasure.After).Should().Be((At(1), At(1)));
        }

        (await Store.GetErasuresAsync(0, Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task GetErasuresAsync_AfterASequence_GivesLaterOnesOldestFirst()
    {
        await CommitAsync(Add("b"), Add("a"), Add("c"));
        await EraseAsync("b");
        await CommitAsync(Add("d"));
        await EraseAsync("a");
        await EraseAsync("a", "b");

        (await Store.GetErasuresAsync(0, Token)).Should().Equal(new ErasedMemory("b", 2, Noon), new ErasedMemory("a", 2, Noon));
        (await Store.GetErasuresAsync(3, Token)).Select(erased => erased.MemoryId).Should().Equal("b", "a");
        (await Store.GetErasuresAsync(4, Token)).Select(erased => erased.MemoryId).Should().Equal("a");
        (await Store.GetErasuresAsync(6, Token)).Should().BeEmpty();
        (await Store.GetPositionAsync(Token)).Should().Be(At(6));
    }

    [Fact]
    public async Task CommitAsync_AfterAnErase_GivesSequencesThatWereNeverUsed()
    {
        await CommitAsync(Add("a"), Add("b"));
        HistoryErasure erasure = await EraseAsync("b");

        HistoryCommit commit = await CommitAsync(Add("c"), Update("a", "second"));

        commit.Before.Should().Be(erasure.After);
        commit.Results.Select(result => result.Entry!.Sequence).Should().Equal(4, 5);
        (await ScopeAsync(scope: null)).Should().Equal("c:4", "a:1,5");
    }

    [Fact]
    public async Task CommitAsync_IdOfAnErasedMemory_IsRefused()
    {
        await CommitAsync(Add("a"), Add("b"));
        await EraseAsync("a");
        HistoryUnit unit = new();

        HistoryCommit commit = await CommitAsync(
            Add("a"), Add("A"), Add("a") with { Unit = unit }, Add("c") with { Unit = unit },
            new HistoryWrite("b", _ => new HistoryAppend { Event = MemoryEvent.Add, Item = Item("a"), Embedding = Embedding("text of a") }));

        commit.Results[0].Error.Should().BeOfType<MemoryErasedException>().Which.MemoryId.Should().Be("a");
        commit.Results[1].Entry.Should().NotBeNull("ids are compared ordinally");
        commit.Results[2].Error.Should().BeOfType<MemoryErasedException>();
        commit.Results[3].IsAbandoned.Should().BeTrue();
        commit.Results[4].Error.Should().BeOfType<MemoryErasedException>("what is kept beside a memory is one too");
        (await Store.GetHeadsAsync(["a"], Token)).Should().Equal([null]);
        (await Store.GetEmbeddingsAsync(["text of a"], Token)).Should().Equal([null]);
    }

    [Fact]
    public async Task EraseAsync_MemoryOfACall_ForgetsTheOutcomeAndNotThatItHappened()
    {
        await CommitAsync(Calling("a", "key a", MemoryScope.ForUser("alice")), Calling("b", "key b", MemoryScope.ForUser("alice")));

        await EraseAsync("a");

        (await Store.GetCallAsync("key a", Token)).Should().Be(new RecordedCall("request", Outcome: null, Noon));
        (await Store.GetCallAsync("key b", Token)).Should().Be(new RecordedCall("request", "outcome of b", Noon) { Scope = MemoryScope.ForUser("alice") });
    }

    [Fact]
    public async Task EraseAsync_AScope_ForgetsTheOutcomesOfItsCalls()
    {
        await CommitAsync(
            Calling("a", "alice", MemoryScope.ForUser("alice"), speaksOf: []),
            Calling("b", "in a run", MemoryScope.ForUser("alice", runId: "A"), speaksOf: []),
            Calling("c", "bob", MemoryScope.ForUser("bob"), speaksOf: []),
            Calling("d", "nobody", scope: null, speaksOf: []));

        await Store.EraseAsync(new HistoryErasureRequest { Scope = MemoryScope.ForUser("alice", runId: "A"), ErasedAt = Noon }, Token);

        (await OutcomesAsync()).Should().Equal("outcome of a", null, "outcome of c", "outcome of d");
        await Store.EraseAsync(new HistoryErasureRequest { Scope = MemoryScope.ForUser("alice"), ErasedAt = Noon }, Token);
        (await OutcomesAsync()).Should().Equal(null, null, "outcome of c", "outcome of d");

        async Task<List<string?>> OutcomesAsync()
        {
            List<string?> outcomes = [];
            foreach (string key in (string[])["alice", "in a run", "bob", "nobody"])
            {
                outcomes.Add((await Store.GetCallAsync(key, Token))!.Outcome);
            }

            return outcomes;
        }
    }

    [Fact]
    public async Task ResetAsync_Erasures_AreForgotten()
    {
        await CommitAsync(Add("a"));
        await EraseAsync("a");

        await Store.ResetAsync(Token);

        (await Store.GetErasuresAsync(0, Token)).Should().BeEmpty();
        (await CommitAsync(Add("a"))).Results[0].Entry!.Sequence.Should().Be(3);
    }

    [Fact]
    public async Task AnyMemberOfThePast_CancelledBefore_ThrowsAndChangesNothing()
    {
        await CommitAsync(Rejecting("a", Tea, 0));
        CancellationToken cancelled = new(canceled: true);
        Func<Task>[] calls =
        [
            async () => await Store.ReadScopeAsync(null, 1, cancelled).ToListAsync(Token),
            () => Store.GetSequenceAtAsync(Noon, cancelled),
            () => Store.GetRejectionsAsync([Tea], cancelled),
            () => Store.LiftRejectionAsync(Tea, cancelled),
            () => Store.EraseAsync(new HistoryErasureRequest { MemoryIds = ["a"], ErasedAt = Noon }, cancelled),
            () => Store.GetErasuresAsync(0, cancelled),
        ];

        foreach (Func<Task> call in calls)
        {
            await call.Should().ThrowAsync<OperationCanceledException>();
        }

        (await ScopeAsync(scope: null)).Should().Equal("a:1");
        (await Store.GetRejectionsAsync([Tea], Token)).Should().Equal(Noon);
    }

    private static HistoryWrite Calling(string id, string key, MemoryScope? scope, string[]? speaksOf = null) => Add(id) with
    {
        Unit = new HistoryUnit
        {
            Call = new HistoryCall
            {
                Key = key,
                Request = "request",
                Scope = scope,
                CalledAt = Noon,
                ForgetBefore = Noon.AddDays(-1),
                Describe = _ => new HistoryCallOutcome($"outcome of {id}", speaksOf ?? [id]),
            },
        },
    };

    private Task<HistoryErasure> EraseAsync(params string[] ids) =>
        Store.EraseAsync(new HistoryErasureRequest { MemoryIds = ids, ErasedAt = Noon }, Token);
}
