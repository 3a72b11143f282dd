using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Queue;

/// <summary>What is erased is not in the queue either (D1).</summary>
public sealed class QueueErasureTests
{
    private const string Secret = "QXZJVPLMNWTRBFHK";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfAScope_TakesItsCallsOutOfTheQueueAndTheFile_D1(bool isDone)
    {
        await using MemoryFixture fixture = QueueTests.Queueing();
        await QueueTests.KeepAsync(fixture, $"My word is {Secret}", MemoryScope.ForUser("alice", runId: "A"));
        QueuedCall others = await QueueTests.KeepAsync(fixture, "I like tea", Bob);
        fixture.Count(Secret).Should().BePositive("before, it is there");
        if (isDone)
        {
            // Nothing is learned of it: no memory says that there is anything to erase.
            fixture.Extracts();
            fixture.Extracts();
            (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).DoneCount.Should().Be(2);
        }

        await fixture.Memory.EraseAsync(Alice, Token);

        fixture.Count(Secret).Should().Be(0);
        (await QueueTests.QueueAsync(fixture)).Select(call => call.Id).Should().Equal(isDone ? [] : [others.Id]);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task EraseActorAsync_TakesWhatTheActorSaidOutOfTheQueue_D1()
    {
        await using MemoryFixture fixture = QueueTests.Queueing();
        MemoryAddOptions later = new() { Queue = MemoryQueueMode.Always, Context = [Said(Secret + "2", "Mallory"), Said("earlier", "Bob")] };
        await fixture.Memory.AddAsync([Said(Secret + "1", "Mallory")], Alice, later, Token);
        await fixture.Memory.AddAsync([Said(Secret + "3", "Mallory"), Said("stays", "Bob")], Alice, later, Token);
        MemoryAddOptions named = new() { Queue = MemoryQueueMode.Always, ChangedBy = "Mallory" };
        await fixture.Memory.AddAsync([Said("his job", "Bob")], Alice, named, Token);

        await fixture.Memory.EraseActorAsync("Mallory", Token);

        Held(fixture, Secret, "Mallory", "stays", "earlier", "his job").Should().Equal(false, false, true, true, true);
        (await QueueTests.QueueAsync(fixture)).Should().HaveCount(2, "of one call nothing is left");
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task EraseActorAsync_OfWhoGaveABatch_LeavesTheUpdatesWithoutTheName_D1()
    {
        await using MemoryFixture fixture = QueueTests.Queueing();
        MemoryItem item = await fixture.StoreAsync("likes tea"), other = await fixture.StoreAsync("likes milk");
        BatchUpdateOptions By(string actor) => new()
        {
            Queue = MemoryQueueMode.Always,
            ChangedBy = actor,
            ChangedByRole = actor + "-role",
            Reason = "cleaning",
        };
        await fixture.Memory.BatchUpdateAsync([new(item.Id, "likes water")], By("Mallory"), Token);
        await fixture.Memory.BatchUpdateAsync([new(other.Id, "likes wine")], By("Bob"), Token);

        await fixture.Memory.EraseActorAsync("Mallory", Token);

        Held(fixture, "Mallory", "likes water", "Bob-role").Should().Equal(false, true, true);
        (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).Should().HaveCount(2);
        HistoryEntry row = (await fixture.HistoryAsync(item.Id))[^1];
        row.Should().BeEquivalentTo(new { NewText = "likes water", ChangedBy = (string?)null, ChangedByRole = (string?)null, Reason = "cleaning" });
        (await fixture.HistoryAsync(other.Id))[^1].ChangedBy.Should().Be("Bob");
    }

    [Fact]
    public async Task EraseActorAsync_OfAHandle_LeavesWhatIsKeptElsewhere()
    {
        await using MemoryFixture fixture = QueueTests.Queueing();
        MemoryAddOptions later = new() { Queue = MemoryQueueMode.Always };
        await fixture.Memory.AddAsync([Said("one", "Mallory")], Alice, later, Token);
        await fixture.Memory.AddAsync([Said("two", "Mallory")], Bob, later, Token);

        await fixture.Memory.For(Alice).EraseActorAsync("Mallory", Token);

        (await QueueTests.QueueAsync(fixture)).Should().ContainSingle().Which.Scope.Should().Be(Bob);
    }

    [Fact]
    public async Task EraseAsync_OfAMemory_TakesItOutOfTheBatchesInTheQueue_D1()
    {
        await using MemoryFixture fixture = QueueTests.Queueing();
        MemoryItem gone = await fixture.StoreAsync("likes tea"), stays = await fixture.StoreAsync("likes milk");
        BatchUpdateOptions later = new() { Queue = MemoryQueueMode.Always };
        await fixture.Memory.BatchUpdateAsync([new(gone.Id, Secret + "1"), new(stays.Id, "likes water")], later, Token);
        await fixture.Memory.BatchUpdateAsync([new(gone.Id, Secret + "2")], later, Token);

        await fixture.Memory.EraseAsync(gone.Id, Token);

        Held(fixture, Secret, "likes water").Should().Equal(false, true);
        BatchUpdateResult done = (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).Single().Updated!;
        done.Should().ContainSingle().Which.Should().BeEquivalentTo(new { stays.Id, Outcome = UpdateOutcome.Updated });
    }

    [Fact]
    public async Task EraseAsync_WhileACallOfTheScopeIsDone_KeepsItFromBeingCommitted()
    {
        MeanwhileModel meanwhile = new();
        await using MemoryFixture fixture = QueueTests.Queueing(builder => builder.UseFactExtractor(meanwhile));
        await QueueTests.KeepAsync(fixture, $"My word is {Secret}", Alice);
        meanwhile.Do = _ => fixture.Memory.EraseAsync(Alice, Token);

        (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).Should().BeEmpty();

        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
        fixture.Count(Secret).Should().Be(0);
    }

    private static ChatMessage Said(string text, string actor) => new(ChatRole.User, text) { AuthorName = actor };

    /// <summary>Tells of each text whether the store holds it anywhere.</summary>
    private static bool[] Held(MemoryFixture fixture, params string[] texts) => [.. texts.Select(text => fixture.Count(text) > 0)];
}
