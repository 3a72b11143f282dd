using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task ReadQueueAsync_OfManyCalls_GivesThemAsTheyWereKeptInTheirOrder()
    {
        QueuedCall[] calls = [.. Enumerable.Range(0, 600).Select(i => Call($"{999 - i}", MemoryScope.ForUser($"user {i}".Replace(' ', '-'), appId: "é")))];
        foreach (QueuedCall call in calls)
        {
            (await Store.EnqueueAsync(call, Token)).Should().Be(call);
        }

        (await Store.ReadQueueAsync(Token).ToListAsync(Token)).Should().Equal(calls);
        (await Store.IsQueuedAsync(calls[3].Owner, Token)).Should().BeTrue();
        (await Store.IsQueuedAsync("user nobody", Token)).Should().BeFalse();
        (await Store.FindQueuedAsync("500", Token)).Should().Be(calls[499]);
        (await Store.FindQueuedAsync("nobody's", Token)).Should().BeNull();
    }

    [Fact]
    public async Task EnqueueAsync_WithAKeyThatIsKept_GivesTheFirstOrRefusesAnotherRequest()
    {
        QueuedCall first = Call("1") with { Key = "k", Request = "r" };
        await Store.EnqueueAsync(first, Token);

        QueuedCall same = await Store.EnqueueAsync(Call("2") with { Key = "k", Request = "r" }, Token);
        Func<Task> other = () => Store.EnqueueAsync(Call("3") with { Key = "k", Request = "other" }, Token);

        same.Should().Be(first);
        await other.Should().ThrowAsync<IdempotencyKeyException>();
        await Store.EnqueueAsync(Call("4"), Token);
        await Store.EnqueueAsync(Call("5"), Token);
        (await QueuedAsync()).Should().Equal("1", "4", "5");
    }

    [Fact]
    public async Task NoteAttemptAsync_OfACall_KeepsHowItEndedAndNothingElse()
    {
        QueuedCall call = Call("1");
        await Store.EnqueueAsync(call, Token);

        bool isNoted = await Store.NoteAttemptAsync(
            call with { Attempts = 3, ErrorCode = "MEM", IsSetAside = true, Content = "other", QueuedAt = Noon.AddDays(1) }, Token);

        isNoted.Should().BeTrue();
        (await Store.ReadQueueAsync(Token).ToListAsync(Token)).Should().Equal(call with { Attempts = 3, ErrorCode = "MEM", IsSetAside = true });
        (await Store.FindQueuedAsync("1", Token)).Should().Be(call with { Attempts = 3, ErrorCode = "MEM", IsSetAside = true });
        (await Store.IsQueuedAsync(call.Owner, Token)).Should().BeFalse("it keeps nobody waiting");
        (await Store.NoteAttemptAsync(Call("2"), Token)).Should().BeFalse();
    }

    [Fact]
    public async Task CommitAsync_OfAUnitThatDequeues_TakesTheCallOutWithItsWrites()
    {
        await Store.EnqueueAsync(Call("1"), Token);
        await Store.EnqueueAsync(Call("2"), Token);
        HistoryUnit unit = new() { AllOrNothing = false, Dequeues = "1" };

        HistoryCommit failed = await CommitAsync(Failing("a", new InvalidOperationException("any")) with { Unit = unit });
        (await QueuedAsync()).Should().Equal(["1", "2"], "nothing of it has happened");
        HistoryCommit done = await CommitAsync(Add("a") with { Unit = unit }, Failing("b", new InvalidOperationException("any")) with { Unit = unit });
        HistoryCommit again = await CommitAsync(Add("c") with { Unit = new HistoryUnit { Dequeues = "1" } });

        failed.Results[0].Error.Should().NotBeNull();
        done.Results[0].Entry.Should().NotBeNull();
        again.Results[0].Error.Should().BeOfType<CallDequeuedException>();
        (await QueuedAsync()).Should().Equal("2");
        (await ListedAsync(scope: null)).Should().Equal("a");
    }

    [Fact]
    public async Task DequeueAsync_OfACall_TakesItOutOnce()
    {
        await Store.EnqueueAsync(Call("1"), Token);

        (await Store.DequeueAsync("1", Token)).Should().BeTrue();
        (await Store.DequeueAsync("1", Token)).Should().BeFalse();

        (await QueuedAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task EraseAsync_OfAScope_TakesOutTheCallsWithinIt()
    {
        await Store.EnqueueAsync(Call("1", MemoryScope.ForUser("alice", runId: "A")), Token);
        await Store.EnqueueAsync(Call("2", MemoryScope.ForUser("alice")), Token);
        await Store.EnqueueAsync(Call("3", MemoryScope.ForUser("bob", runId: "A")), Token);

        await Store.EraseAsync(new HistoryErasureRequest { Scope = MemoryScope.ForUser("alice", runId: "A"), ErasedAt = Noon }, Token);

        (await QueuedAsync()).Should().Equal("2", "3");
        await Store.ResetAsync(Token);
        (await QueuedAsync()).Should().BeEmpty();
    }

    private static QueuedCall Call(string id, MemoryScope? scope = null) => new()
    {
        Id = id,
        Kind = QueuedCallKind.Add,
        Scope = scope ?? MemoryScope.ForUser("alice"),
        QueuedAt = Noon,
        Content = new QueuedAdd(
            Conversation.Of($"what {id} says"), scope ?? MemoryScope.ForUser("alice"), Within: null, MemoryAddMode.Reconcile, new MemoryAddOptions()).ToJson(),
    };

    private async Task<List<string>> QueuedAsync() => await Store.ReadQueueAsync(Token).Select(call => call.Id).ToListAsync(Token);
}
