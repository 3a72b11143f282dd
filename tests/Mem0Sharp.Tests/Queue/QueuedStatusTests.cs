using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Queue;

/// <summary>What became of a call that was kept can be asked by its id, until the store forgets calls.</summary>
public sealed class QueuedStatusTests
{
    private static readonly MemoryAddOptions Later = new() { Mode = MemoryAddMode.Verbatim, Queue = MemoryQueueMode.Always };

    [Fact]
    public async Task GetQueuedAsync_BeforeAndAfterItIsDone_SaysSoAndWhatItDid()
    {
        await using MemoryFixture fixture = Kept();
        DateTimeOffset keptAt = fixture.Time.GetUtcNow();
        string id = (await fixture.Memory.AddAsync("Likes tea", Alice, Later, Token)).Queued!.Id;

        QueuedCallStatus waiting = (await fixture.Memory.GetQueuedAsync(id, Token))!;

        waiting.Should().BeEquivalentTo(new { Id = id, State = QueuedCallState.Waiting, At = keptAt, Scope = Alice, Attempts = 0, Added = (MemoryAddResult?)null });
        await fixture.ReopenAsync();
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);
        await fixture.ReopenAsync();

        QueuedCallStatus done = (await fixture.Memory.GetQueuedAsync(id, Token))!;

        done.Should().BeEquivalentTo(new { Id = id, State = QueuedCallState.Done, At = keptAt.AddMinutes(1), Scope = Alice, FailedCount = 0, ErrorCode = (string?)null });
        done.Items.Single().Text.Should().Be("Likes tea");
        done.Added!.Facts.Single().Outcome.Should().Be(FactOutcome.Added);
        (await fixture.Memory.GetQueuedAsync("0199aaaa-0000-7000-8000-000000000009", Token)).Should().BeNull();
    }

    [Fact]
    public async Task GetQueuedAsync_OfAnAddThatFindsNothing_SaysThatItIsDone()
    {
        await using MemoryFixture fixture = Kept();
        fixture.Extracts();
        string id = (await fixture.Memory.AddAsync("Hello!", Alice, new MemoryAddOptions { Queue = MemoryQueueMode.Always }, Token)).Queued!.Id;

        await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);

        QueuedCallStatus done = (await fixture.Memory.GetQueuedAsync(id, Token))!;
        (done.State, done.Items.Count, done.Added!.Facts.Count).Should().Be((QueuedCallState.Done, 0, 0));
    }

    [Fact]
    public async Task GetQueuedAsync_OfACallThatFails_SaysHowOftenAndWhy()
    {
        await using MemoryFixture fixture = Kept();
        string id = (await fixture.Memory.AddAsync("I like tea", Alice, new MemoryAddOptions { Queue = MemoryQueueMode.Always }, Token)).Queued!.Id;
        List<QueuedCallStatus> seen = [];

        for (int i = 0; i < 3; i++)
        {
            fixture.Chat.Reply("no").Reply("no");
            await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);
            seen.Add((await fixture.Memory.GetQueuedAsync(id, Token))!);
        }

        seen.Select(status => (status.State, status.Attempts)).Should().Equal(
            (QueuedCallState.Waiting, 1), (QueuedCallState.Waiting, 2), (QueuedCallState.SetAside, 3));
        seen.Should().OnlyContain(status => status.ErrorCode == MemoryErrorCodes.ModelResponse && status.Added == null);
        await fixture.Memory.DiscardQueuedAsync(id, Token);
        (await fixture.Memory.GetQueuedAsync(id, Token)).Should().BeNull();
    }

    [Fact]
    public async Task GetQueuedAsync_OfABatch_CountsWhatWasRefused()
    {
        await using MemoryFixture fixture = Kept();
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        MemoryUpdate[] updates = [new MemoryUpdate(item.Id, "Likes coffee"), new MemoryUpdate("unknown", "x")];
        string id = (await fixture.Memory.BatchUpdateAsync(updates, new BatchUpdateOptions { Queue = MemoryQueueMode.Always }, Token)).Queued!.Id;

        await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);

        QueuedCallStatus done = (await fixture.Memory.GetQueuedAsync(id, Token))!;
        (done.State, done.FailedCount, done.Added).Should().Be((QueuedCallState.Done, 1, null));
        done.Items.Single().Text.Should().Be("Likes coffee");
    }

    [Fact]
    public async Task GetQueuedAsync_AfterAMemoryOfItWasErased_ShowsNothingOfIt()
    {
        await using MemoryFixture fixture = Kept();
        string id = (await fixture.Memory.AddAsync("Likes tea", Alice, Later, Token)).Queued!.Id;
        await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);
        await fixture.Memory.EraseAsync(Alice, Token);

        QueuedCallStatus done = (await fixture.Memory.GetQueuedAsync(id, Token))!;

        (done.State, done.Items.Count, done.Added, done.Scope).Should().Be((QueuedCallState.Done, 0, null, null));
        (await fixture.Memory.For(Alice).GetQueuedAsync(id, Token)).Should().BeNull("it is nobody's any more");
    }

    [Fact]
    public async Task GetQueuedAsync_AfterCallsAreForgotten_IsNull()
    {
        await using MemoryFixture fixture = Kept();
        string id = (await fixture.Memory.AddAsync("Likes tea", Alice, Later, Token)).Queued!.Id;
        await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);

        fixture.Time.Advance(new MemoryOptions().IdempotencyRetention + TimeSpan.FromSeconds(1));

        (await fixture.Memory.GetQueuedAsync(id, Token)).Should().BeNull();
    }

    [Fact]
    public async Task GetQueuedAsync_OfACallWithAKey_IsNullOnceItIsDoneAndTheKeyReturnsWhatItDid()
    {
        await using MemoryFixture fixture = Kept();
        MemoryAddOptions keyed = new() { Mode = MemoryAddMode.Verbatim, Queue = MemoryQueueMode.Always, IdempotencyKey = "once" };
        string id = (await fixture.Memory.AddAsync("Likes tea", Alice, keyed, Token)).Queued!.Id;
        (await fixture.Memory.GetQueuedAsync(id, Token))!.State.Should().Be(QueuedCallState.Waiting);

        MemoryItem written = (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).Single().Added!.Items.Single();

        (await fixture.Memory.GetQueuedAsync(id, Token)).Should().BeNull();
        MemoryAddOptions now = new() { Mode = MemoryAddMode.Verbatim, Queue = MemoryQueueMode.Never, IdempotencyKey = "once" };
        (await fixture.Memory.AddAsync("Likes tea", Alice, now, Token)).Items.Single().Id.Should().Be(written.Id);
    }

    private static MemoryFixture Kept() => ByModel(builder => builder.Configure(options => options.ProcessesQueue = false));
}
