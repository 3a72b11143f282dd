using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Adding;

public sealed class AddManyTests
{
    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    [Fact]
    public async Task AddManyAsync_AddsEachConversationForItsUser()
    {
        await using MemoryFixture fixture = ByRules();

        MemoryAddManyResult result = await fixture.Memory.AddManyAsync(
            [Of(Alice, "Alice one", "Alice two"), Of(Bob, "Bob one"), Of(Alice, "Alice three")], cancellationToken: Token);

        (result.Count, result.DoneCount).Should().Be((3, 3));
        result.Select(item => item.Added.Sum(added => added.Facts.Count)).Should().Equal(2, 1, 1);
        (await TextsAsync(fixture, Alice)).Should().BeEquivalentTo("Alice one", "Alice two", "Alice three");
        (await TextsAsync(fixture, Bob)).Should().Equal("Bob one");
    }

    [Fact]
    public async Task AddManyAsync_MadeAgain_DoesNothingAndReturnsTheSame()
    {
        await using MemoryFixture fixture = ByModel();
        MemoryConversation conversation = new(Alice, [new ChatMessage(ChatRole.User, "I like tea")]);
        fixture.Chat.ReportUsage(10, 5);
        fixture.Extracts("Alice likes tea");
        MemoryAddManyResult first = await fixture.Memory.AddManyAsync([conversation], cancellationToken: Token);

        MemoryAddManyResult again = await fixture.Memory.AddManyAsync([conversation], cancellationToken: Token);

        fixture.Chat.Requests.Should().ContainSingle();
        again[0].Added[0].Facts[0].Item.Should().Be(first[0].Added[0].Facts[0].Item);
        again.Usage!.InputTokenCount.Should().Be(10);
        (await TextsAsync(fixture, Alice)).Should().Equal("Alice likes tea");
    }

    [Fact]
    public async Task AddManyAsync_AfterACrashInTheMiddle_GoesOnWhereItWas()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryConversation[] all = [.. Enumerable.Range(0, 10).Select(i => Of(Alice, $"Said {i}", $"And {i}"))];
        MemoryAddManyOptions options = new() { MessagesPerAdd = 1 };
        using CancellationTokenSource crash = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Stopper stopper = new(crash, after: 4);

        Func<Task> interrupted = () => fixture.Memory.AddManyAsync(all, new() { MessagesPerAdd = 1, Progress = stopper }, crash.Token);
        await interrupted.Should().ThrowAsync<OperationCanceledException>();
        int before = (await TextsAsync(fixture, Alice)).Count;
        await fixture.ReopenAsync();
        MemoryAddManyResult result = await fixture.Memory.AddManyAsync(all, options, Token);

        before.Should().BeInRange(8, 19);
        result.DoneCount.Should().Be(10);
        (await TextsAsync(fixture, Alice)).Should().BeEquivalentTo(all.SelectMany(one => one.Messages.Select(message => message.Text)));
    }

    [Fact]
    public async Task AddManyAsync_OfAConversationThatHasGrown_AddsWhatIsNewInWholeParts()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryAddManyOptions options = new() { MessagesPerAdd = 2 };
        await fixture.Memory.AddManyAsync([Of(Alice, "one", "two")], options, Token);

        await fixture.Memory.AddManyAsync([Of(Alice, "one", "two", "three")], options, Token);

        (await TextsAsync(fixture, Alice)).Should().BeEquivalentTo("one", "two", "three");
    }

    [Fact]
    public async Task AddManyAsync_InParts_GivesEachPartTheOnesBeforeAsContext()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Extracts();
        fixture.Extracts();
        MemoryConversation conversation = new(
            Alice, [new ChatMessage(ChatRole.Assistant, "What is the dog called?"), new ChatMessage(ChatRole.User, "Rex.")]);

        await fixture.Memory.AddManyAsync([conversation], new MemoryAddManyOptions { MessagesPerAdd = 1 }, Token);

        fixture.Chat.Requests.Should().HaveCount(2);
        string second = fixture.Chat.Requests[1].LastText;
        second.IndexOf("What is the dog called?", StringComparison.Ordinal)
            .Should().BePositive().And.BeLessThan(second.IndexOf("conversation begins", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AddManyAsync_WhenOneFailsForAReasonThatPasses_LeavesWhatFollowsOfItsUserAndAddsTheOthers()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.Fail(new HttpRequestException("down"));
        fixture.Extracts("Bob likes milk");
        MemoryConversation[] all = [Said(Alice, "I live in Paris"), Said(Alice, "I moved to Rome"), Said(Bob, "I like milk")];
        MemoryAddManyOptions options = new() { Concurrency = 1 };

        MemoryAddManyResult first = await fixture.Memory.AddManyAsync(all, options, Token);

        first.Select(item => item.IsDone).Should().Equal(false, false, true);
        first[1].Error.Should().BeSameAs(first[0].Error);
        fixture.Chat.Requests.Should().HaveCount(2, "the second of the same user was not asked about");

        fixture.Extracts("Alice lives in Paris");
        fixture.Extracts("Alice lives in Rome");
        fixture.Decides("""{"fact":0,"event":"UPDATE","candidate":0,"text":"Alice lives in Rome","old_text":"Alice lives in Paris","reason":null}""");
        MemoryAddManyResult second = await fixture.Memory.AddManyAsync(all, options, Token);

        second.DoneCount.Should().Be(3);
        (await TextsAsync(fixture, Alice)).Should().Equal("Alice lives in Rome");
    }

    [Fact]
    public async Task AddManyAsync_WhenOneFailsForGood_GoesOnWithTheNextOfItsUser()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.Reply("no JSON").Reply("nor here");
        fixture.Extracts("Alice lives in Rome");

        MemoryAddManyResult result = await fixture.Memory.AddManyAsync([Said(Alice, "..."), Said(Alice, "I moved to Rome")], cancellationToken: Token);

        result[0].Error.Should().BeOfType<ModelResponseException>();
        result.Select(item => item.IsDone).Should().Equal(false, true);
    }

    [Fact]
    public async Task AddManyAsync_TellsHowFarItIs()
    {
        await using MemoryFixture fixture = ByRules();
        List<MemoryAddProgress> told = [];

        await fixture.Memory.AddManyAsync(
            [Of(Alice, "one"), Of(Bob, "two"), Of(MemoryScope.ForUser("carol"), "three")],
            new MemoryAddManyOptions { Progress = new Listener(told) },
            Token);

        told.Should().Equal(new MemoryAddProgress(1, 0, 3), new MemoryAddProgress(2, 0, 3), new MemoryAddProgress(3, 0, 3));
    }

    [Fact]
    public async Task AddManyAsync_OfSeveralUsers_AddsAtMostSoManyAtATime()
    {
        await using MemoryFixture fixture = ByRules();
        fixture.Embeddings.Hold();
        MemoryConversation[] all = [.. Enumerable.Range(0, 6).Select(i => Of(MemoryScope.ForUser($"user-{i}"), $"text {i}"))];

        Task<MemoryAddManyResult> adding = fixture.Memory.AddManyAsync(all, new MemoryAddManyOptions { Concurrency = 2 }, Token);
        await fixture.Embeddings.WhenHeldAsync(2, Token);
        fixture.Embeddings.CallCount.Should().Be(2);
        fixture.Embeddings.Release();

        (await adding).DoneCount.Should().Be(6);
    }

    [Fact]
    public async Task AddManyAsync_OfNothingThatCanBeRemembered_IsDone()
    {
        await using MemoryFixture fixture = ByModel();

        MemoryAddManyResult result = await fixture.Memory.AddManyAsync(
            [new MemoryConversation(Alice, []), new MemoryConversation(Alice, [new ChatMessage(ChatRole.System, "Be brief.")])], cancellationToken: Token);

        result.Select(item => (item.IsDone, item.Added.Count)).Should().Equal((true, 0), (true, 0));
        fixture.Chat.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task AddManyAsync_WithAMistakeAnywhere_DoesNothing()
    {
        await using MemoryFixture fixture = ByRules();
        (MemoryConversation Conversation, MemoryAddManyOptions? Options)[] mistakes =
        [
            (Of(Alice, new string('x', MemoryLimits.TextLength + 1)), null),
            (Of(Alice, "x") with { Id = new string('i', MemoryLimits.IdLength + 1) }, null),
            (Of(Alice, "x") with { Options = new MemoryAddOptions { IdempotencyKey = "mine" } }, null),
            (Of(Alice, "x") with { Options = new MemoryAddOptions { Context = [new ChatMessage(ChatRole.User, "x")] } }, null),
            (Of(Alice, "x"), new MemoryAddManyOptions { Concurrency = 0 }),
            (Of(Alice, "x"), new MemoryAddManyOptions { Concurrency = 65 }),
            (Of(Alice, "x"), new MemoryAddManyOptions { MessagesPerAdd = 0 }),
            (Of(Alice, "x"), new MemoryAddManyOptions { MessagesPerAdd = MemoryLimits.Messages + 1 }),
        ];
        foreach ((MemoryConversation conversation, MemoryAddManyOptions? options) in mistakes)
        {
            Func<Task> adding = () => fixture.Memory.AddManyAsync([Of(Alice, "good"), conversation], options, Token);
            await adding.Should().ThrowAsync<MemoryValidationException>();
        }

        (await TextsAsync(fixture, Alice)).Should().BeEmpty();
    }

    private static MemoryConversation Of(MemoryScope scope, params string[] texts) =>
        new(scope, [.. texts.Select(text => new ChatMessage(ChatRole.User, text))]) { Options = Verbatim };

    private static MemoryConversation Said(MemoryScope scope, string text) => new(scope, [new ChatMessage(ChatRole.User, text)]);

    private static async Task<List<string>> TextsAsync(MemoryFixture fixture, MemoryScope scope) =>
        await fixture.Memory.GetAllAsync(scope, cancellationToken: Token).Select(item => item.Text).ToListAsync(Token);

    private sealed class Listener(List<MemoryAddProgress> told) : IProgress<MemoryAddProgress>
    {
        public void Report(MemoryAddProgress value) => told.Add(value);
    }

    private sealed class Stopper(CancellationTokenSource source, int after) : IProgress<MemoryAddProgress>
    {
        public void Report(MemoryAddProgress value)
        {
            if (value.Done == after)
            {
                source.Cancel();
            }
        }
    }
}
