using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Queue;

/// <summary>A call that cannot be done now is kept in the file, and done once, in its order, when it can be.</summary>
public sealed class QueueTests
{
    private static readonly HttpRequestException Down = new("down");

    [Fact]
    public async Task AddAsync_WhenTheModelIsDown_KeepsTheConversationAndAddsItLater()
    {
        await using MemoryFixture fixture = Queueing();
        fixture.Chat.Fail(Down);

        MemoryAddResult kept = await fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

        kept.Facts.Should().BeEmpty();
        kept.Queued.Should().BeEquivalentTo(new { Kind = QueuedCallKind.Add, Scope = Alice, QueuedAt = fixture.Time.GetUtcNow(), Attempts = 0, IsSetAside = false });
        (await CountAsync(fixture)).Should().Be(0);
        (await QueueAsync(fixture)).Should().ContainSingle().Which.Should().Be(kept.Queued);

        await fixture.ReopenAsync();
        fixture.Extracts("Alice likes tea");
        MemoryQueueResult done = await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);

        (done.DoneCount, done.WaitingCount, done.SetAsideCount).Should().Be((1, 0, 0));
        done.Single().Added!.Items.Single().Text.Should().Be("Alice likes tea");
        (await CountAsync(fixture)).Should().Be(1);
        (await QueueAsync(fixture)).Should().BeEmpty();
        (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).Should().BeEmpty();
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task AddAsync_WhenTheModelIsDownAndNothingMayBeKept_Throws()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.Fail(Down);

        Func<Task> adding = () => fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

        await adding.Should().ThrowAsync<MemoryNetworkException>();
        (await QueueAsync(fixture)).Should().BeEmpty();
    }

    [Fact]
    public async Task AddAsync_WhenTheReplyCannotBeRead_ThrowsAndKeepsNothing()
    {
        await using MemoryFixture fixture = Queueing();
        fixture.Chat.Reply("no").Reply("no");

        Func<Task> adding = () => fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

        await adding.Should().ThrowAsync<ModelResponseException>("asking again later would not help");
        (await QueueAsync(fixture)).Should().BeEmpty();
    }

    [Fact]
    public async Task AddAsync_WhenTheEmbedderIsDown_KeepsTheConversation()
    {
        await using MemoryFixture fixture = Queueing();
        fixture.Embeddings.FailNext(Down);
        MemoryAddOptions verbatim = new() { Mode = MemoryAddMode.Verbatim };

        (await fixture.Memory.AddAsync("I like tea", Alice, verbatim, Token)).Queued.Should().NotBeNull();
        await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);

        (await fixture.Memory.GetAllAsync(Alice, cancellationToken: Token).SingleAsync(Token)).Text.Should().Be("I like tea");
    }

    [Fact]
    public async Task AddAsync_OfAUserWithACallInTheQueue_WaitsBehindItAndThatOfAnotherDoesNot()
    {
        await using MemoryFixture fixture = Queueing();
        fixture.Chat.Fail(Down);
        MemoryAddResult first = await fixture.Memory.AddAsync("I live in Rome", MemoryScope.ForUser("alice", runId: "A"), cancellationToken: Token);
        fixture.Extracts("Bob likes milk");

        MemoryAddResult second = await fixture.Memory.AddAsync("I live in Paris", MemoryScope.ForUser("alice", runId: "B"), cancellationToken: Token);
        MemoryAddResult other = await fixture.Memory.AddAsync("I like milk", Bob, cancellationToken: Token);

        second.Queued.Should().NotBeNull();
        other.Queued.Should().BeNull();
        other.Items.Should().ContainSingle();
        (await QueueAsync(fixture)).Select(call => call.Id).Should().Equal(first.Queued!.Id, second.Queued!.Id);

        fixture.Extracts("Alice lives in Rome");
        fixture.Extracts("Alice lives in Paris");
        fixture.Decides("""{"fact":0,"event":"UPDATE","candidate":0,"old":"Alice lives in Rome","text":"Alice lives in Paris"}""");
        MemoryQueueResult done = await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);
        done.Select(item => item.Call.Id).Should().Equal(first.Queued.Id, second.Queued.Id);
    }

    [Fact]
    public async Task AddAsync_ThatIsAlwaysKept_AsksNobodyBeforeItIsDone()
    {
        await using MemoryFixture fixture = Queueing();
        MemoryAddOptions later = new() { Queue = MemoryQueueMode.Always };

        (await fixture.Memory.AddAsync("I like tea", Alice, later, Token)).Queued.Should().NotBeNull();

        fixture.Chat.Requests.Should().BeEmpty();
        fixture.Embeddings.CallCount.Should().Be(0);
        fixture.Extracts("Alice likes tea");
        (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).DoneCount.Should().Be(1);
    }

    [Fact]
    public async Task AddAsync_ThatIsKept_IsReadAtTheTimeAtWhichItWasSaid()
    {
        await using MemoryFixture fixture = Queueing();
        await fixture.Memory.AddAsync("I was in Rome yesterday", Alice, new() { Queue = MemoryQueueMode.Always }, Token);
        fixture.Time.Advance(TimeSpan.FromDays(40));
        fixture.Extracts("Alice was in Rome on 2026-02-28");

        await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);

        fixture.Chat.Requests.Single().Messages[^1].Text.Should().Contain("2026-03-01").And.NotContain("2026-04");
    }

    [Fact]
    public async Task AddAsync_WithAKeyThatIsKept_IsKeptOnceAndDoneOnce()
    {
        await using MemoryFixture fixture = Queueing();
        MemoryAddOptions keyed = new() { IdempotencyKey = "message 1", Queue = MemoryQueueMode.Always };
        QueuedCall first = (await fixture.Memory.AddAsync("I like tea", Alice, keyed, Token)).Queued!;

        QueuedCall again = (await fixture.Memory.AddAsync("I like tea", Alice, keyed, Token)).Queued!;
        Func<Task> other = () => fixture.Memory.AddAsync("I like milk", Alice, keyed, Token);

        again.Id.Should().Be(first.Id);
        await other.Should().ThrowAsync<IdempotencyKeyException>();
        fixture.Extracts("Alice likes tea");
        MemoryAddResult added = (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).Single().Added!;
        MemoryAddOptions now = new() { IdempotencyKey = "message 1" };
        SameResult.ShouldBe(await fixture.Memory.AddAsync("I like tea", Alice, now, Token), added);
        fixture.Chat.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task ProcessQueueAsync_WhileTheServiceIsStillDown_StopsAndTriesAgainNextTime()
    {
        await using MemoryFixture fixture = Queueing();
        await KeepAsync(fixture, "I like tea", Alice);
        await KeepAsync(fixture, "I like milk", Alice);
        await KeepAsync(fixture, "I like soup", Alice);
        fixture.Chat.Fail(Down);

        MemoryQueueResult stopped = await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);

        stopped.Should().ContainSingle().Which.Error.Should().BeOfType<MemoryNetworkException>();
        (stopped.DoneCount, stopped.WaitingCount).Should().Be((0, 3));
        (await QueueAsync(fixture))[0].Should().BeEquivalentTo(new { Attempts = 1, ErrorCode = MemoryErrorCodes.Network, IsSetAside = false });
        for (int i = 0; i < 10; i++)
        {
            fixture.Chat.Fail(Down);
            await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);
        }

        (await QueueAsync(fixture)).Should().OnlyContain(call => !call.IsSetAside, "an outage may last");
        Extracts(fixture, 3);
        (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).DoneCount.Should().Be(3);
    }

    [Fact]
    public async Task ProcessQueueAsync_OfACallThatFailsForGood_SetsItAsideAfterThreeAttemptsAndGoesOn()
    {
        await using MemoryFixture fixture = Queueing();
        QueuedCall bad = await KeepAsync(fixture, "I like tea", Alice);
        QueuedCall good = await KeepAsync(fixture, "I like milk", Alice);
        for (int attempt = 0; attempt < 2; attempt++)
        {
            fixture.Chat.Reply("no").Reply("no");
            (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).WaitingCount.Should().Be(2, "the later one waits");
        }

        fixture.Chat.Reply("no").Reply("no");
        Extracts(fixture, 1);
        MemoryQueueResult result = await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);

        result.Select(item => (item.Call.Id, item.IsDone)).Should().Equal((bad.Id, false), (good.Id, true));
        (result.WaitingCount, result.SetAsideCount).Should().Be((0, 1));
        (await QueueAsync(fixture)).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { bad.Id, Attempts = 3, ErrorCode = MemoryErrorCodes.ModelResponse, IsSetAside = true });
        (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).Should().BeEmpty("it is not tried again by itself");
        fixture.Extracts("Alice likes tea");
        fixture.Decides("""{"fact":0,"event":"ADD"}""");
        (await fixture.Memory.ProcessQueueAsync(includeSetAside: true, Token)).DoneCount.Should().Be(1);
        (await QueueAsync(fixture)).Should().BeEmpty();
    }

    [Fact]
    public async Task ProcessQueueAsync_OfTwoMemoriesAtOnce_DoesEachCallOnce()
    {
        await using MemoryFixture fixture = Queueing();
        Memory other = fixture.OpenOther();
        MemoryAddOptions later = new() { Mode = MemoryAddMode.Verbatim, Queue = MemoryQueueMode.Always };
        for (int i = 0; i < 40; i++)
        {
            await fixture.Memory.AddAsync($"note {i}", MemoryScope.ForUser($"user-{i % 7}"), later, Token);
        }

        MemoryQueueResult[] results = await Task.WhenAll(
            Task.Run(() => fixture.Memory.ProcessQueueAsync(cancellationToken: Token)), Task.Run(() => other.ProcessQueueAsync(cancellationToken: Token)));

        results.Should().OnlyContain(result => result.WaitingCount == 0 || result.Count > 0);
        (await QueueAsync(fixture)).Should().BeEmpty();
        List<HistoryEntry> rows = await fixture.Memory.HistoryAsync(new HistoryFilter(), Token).ToListAsync(Token);
        rows.Select(row => row.Item.Text).Should().BeEquivalentTo(Enumerable.Range(0, 40).Select(i => $"note {i}"));
        rows.GroupBy(row => row.Item.Scope.UserId, StringComparer.Ordinal).Should().AllSatisfy(
            user => user.Select(row => int.Parse(row.Item.Text[5..], System.Globalization.CultureInfo.InvariantCulture)).Should().BeInAscendingOrder());
    }

    [Fact]
    public async Task ProcessQueueAsync_OfACallThatIsDiscardedMeanwhile_WritesNothing()
    {
        MeanwhileModel meanwhile = new();
        await using MemoryFixture fixture = Queueing(builder => builder.UseFactExtractor(meanwhile));
        QueuedCall kept = await KeepAsync(fixture, "I like tea", Alice);
        meanwhile.Do = _ => fixture.Memory.DiscardQueuedAsync(kept.Id, Token);

        MemoryQueueResult result = await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);

        result.Should().BeEmpty();
        (await CountAsync(fixture)).Should().Be(0);
        meanwhile.Do = _ => Task.CompletedTask;
        await KeepAsync(fixture, "I like tea", Alice);
        (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).DoneCount.Should().Be(1, "undisturbed it is done");
    }

    [Fact]
    public async Task DiscardQueuedAsync_OfACall_TakesItOutOnce()
    {
        await using MemoryFixture fixture = Queueing();
        QueuedCall kept = await KeepAsync(fixture, "I like tea", Alice);

        (await fixture.Memory.DiscardQueuedAsync(kept.Id, Token)).Should().BeTrue();
        (await fixture.Memory.DiscardQueuedAsync(kept.Id, Token)).Should().BeFalse();

        (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task BatchUpdateAsync_WhenTheEmbedderIsDown_IsKeptAndMadeLater()
    {
        await using MemoryFixture fixture = Queueing();
        MemoryItem first = await fixture.StoreAsync("likes tea"), second = await fixture.StoreAsync("likes milk");
        fixture.Embeddings.FailNext(Down);
        MemoryUpdate[] updates = [new(first.Id, "likes coffee"), new(second.Id, "likes water") { ExpectedVersion = 1 }];

        BatchUpdateResult kept = await fixture.Memory.BatchUpdateAsync(updates, new() { Reason = "said so" }, Token);

        kept.Queued!.Kind.Should().Be(QueuedCallKind.BatchUpdate);
        kept.Select(item => (item.Id, item.Outcome)).Should().Equal((first.Id, UpdateOutcome.Queued), (second.Id, UpdateOutcome.Queued));
        (await fixture.Memory.GetAsync(first.Id, Token)).Should().Be(first);
        await fixture.Memory.UpdateAsync(second.Id, new MemoryPatch { Tags = TagsPatch.Add("changed") }, cancellationToken: Token);

        BatchUpdateResult done = (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).Single().Updated!;

        done[0].Should().BeEquivalentTo(new { Outcome = UpdateOutcome.Updated, Item = new { Text = "likes coffee" } });
        done[1].Error.Should().BeOfType<MemoryConflictException>("it is at another version by now");
        (await fixture.HistoryAsync(first.Id))[^1].Reason.Should().Be("said so");
        (await QueueAsync(fixture)).Should().BeEmpty();
    }

    [Fact]
    public async Task BatchUpdateAsync_OfATextOfWhichNothingIsLeft_KeepsTheOthers()
    {
        await using MemoryFixture fixture = Queueing(builder => builder.UseRedaction(text => text.Replace("4711", string.Empty, StringComparison.Ordinal)));
        MemoryItem first = await fixture.StoreAsync("likes tea"), second = await fixture.StoreAsync("likes milk");
        MemoryUpdate[] updates = [new(first.Id, "4711"), new(second.Id, "likes water 4711")];
        BatchUpdateOptions together = new() { Queue = MemoryQueueMode.Always, AllOrNothing = true };

        BatchUpdateResult kept = await fixture.Memory.BatchUpdateAsync(updates, new() { Queue = MemoryQueueMode.Always }, Token);
        BatchUpdateResult refused = await fixture.Memory.BatchUpdateAsync(updates, together, Token);

        kept.Select(item => item.Outcome).Should().Equal(UpdateOutcome.Failed, UpdateOutcome.Queued);
        kept[0].Error.Should().BeOfType<MemoryValidationException>();
        refused.Queued.Should().BeNull();
        refused.Select(item => item.Outcome).Should().Equal(UpdateOutcome.Failed, UpdateOutcome.NotApplied);
        (await QueueAsync(fixture)).Should().ContainSingle().Which.Content.Should().Contain("likes water ").And.NotContain("4711");
    }

    [Fact]
    public async Task AddAsync_OfAHandleThatIsKept_StaysInItsScope()
    {
        await using MemoryFixture fixture = Queueing();
        MemoryItem elsewhere = await fixture.StoreAsync("Alice likes tea", MemoryScope.ForUser("alice", runId: "A"));
        MemoryScope own = MemoryScope.ForUser("alice", runId: "B");
        await fixture.Memory.For(own).AddAsync("I like tea", new MemoryAddOptions { Queue = MemoryQueueMode.Always }, Token);
        fixture.Extracts("Alice likes tea");

        FactResult fact = (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).Single().Added!.Facts.Single();

        fact.Outcome.Should().Be(FactOutcome.Added, "what is known outside of the handle's scope is not known to it");
        fact.Item!.Scope.Should().Be(own);
        (await fixture.Memory.GetAsync(elsewhere.Id, Token)).Should().Be(elsewhere);
    }

    [Fact]
    public async Task AddAsync_OfWhatIsRedacted_KeepsWhatIsLeft()
    {
        await using MemoryFixture fixture = Queueing(builder => builder.UseRedaction(text => text.Replace("4711", "[pin]", StringComparison.Ordinal)));
        ChatMessage[] messages = [new(ChatRole.User, "My pin is 4711")];
        MemoryAddOptions later = new() { Queue = MemoryQueueMode.Always, Context = [new(ChatRole.Assistant, "Is it 4711?")] };

        QueuedCall kept = (await fixture.Memory.AddAsync(messages, Alice, later, Token)).Queued!;

        kept.Content.Should().Contain("My pin is [pin]").And.Contain("Is it [pin]?").And.NotContain("4711");
    }

    [Fact]
    public async Task AddAsync_ThatIsKept_IsCheckedAsOneThatIsDoneNow()
    {
        await using MemoryFixture fixture = Queueing();
        MemoryAddOptions[] wrong =
        [
            new() { Metadata = new() { ["a"] = new string('x', MemoryLimits.MetadataBytes) }, Queue = MemoryQueueMode.Always },
            new() { Tags = ["a", " "], Queue = MemoryQueueMode.Always },
            new() { ExtractionInstructions = new string('x', MemoryLimits.InstructionsLength + 1), Queue = MemoryQueueMode.Always },
            new() { ArbitrationInstructions = new string('x', MemoryLimits.InstructionsLength + 1), Queue = MemoryQueueMode.Always },
            new() { Subject = (FactSubject)9, Queue = MemoryQueueMode.Always },
            new() { Trust = (MemoryTrust)9, Queue = MemoryQueueMode.Always },
        ];

        foreach (MemoryAddOptions options in wrong)
        {
            Func<Task> adding = () => fixture.Memory.AddAsync("I like tea", Alice, options, Token);
            await adding.Should().ThrowAsync<MemoryValidationException>();
        }

        (await fixture.Memory.GetQueueAsync(Token).ToListAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task AddAsync_WithAModeThatIsNone_IsRefused()
    {
        await using MemoryFixture fixture = Queueing();

        Func<Task> adding = () => fixture.Memory.AddAsync("x", Alice, new() { Queue = (MemoryQueueMode)9 }, Token);
        Func<Task> updating = () => fixture.Memory.BatchUpdateAsync([new("x", "y")], new() { Queue = (MemoryQueueMode)9 }, Token);

        await adding.Should().ThrowAsync<MemoryValidationException>();
        await updating.Should().ThrowAsync<MemoryValidationException>();
    }

    [Fact]
    public async Task ResetAsync_WithCallsInTheQueue_EmptiesIt()
    {
        await using MemoryFixture fixture = Queueing();
        await KeepAsync(fixture, "I like tea", Alice);

        await fixture.Memory.ResetAsync(Token);

        (await QueueAsync(fixture)).Should().BeEmpty();
    }

    internal static MemoryFixture Queueing(Action<MemoryBuilder>? build = null) => ByModel(builder =>
    {
        builder.Configure(options => (options.Queue, options.ProcessesQueue) = (MemoryQueueMode.WhenUnavailable, false));
        build?.Invoke(builder);
    });

    internal static async Task<QueuedCall> KeepAsync(MemoryFixture fixture, string text, MemoryScope scope) =>
        (await fixture.Memory.AddAsync(text, scope, new() { Queue = MemoryQueueMode.Always }, Token)).Queued!;

    internal static async Task<List<QueuedCall>> QueueAsync(MemoryFixture fixture) => await fixture.Memory.GetQueueAsync(Token).ToListAsync(Token);

    private static Task<long> CountAsync(MemoryFixture fixture) => fixture.Memory.CountAsync(Alice, cancellationToken: Token);

    /// <summary>Has the model find one fact in each conversation, and keep it.</summary>
    private static void Extracts(MemoryFixture fixture, int conversations)
    {
        for (int i = 0; i < conversations; i++)
        {
            fixture.Extracts($"fact number {i} of {conversations}");
            if (i > 0)
            {
                fixture.Decides("""{"fact":0,"event":"ADD"}""");
            }
        }
    }
}
