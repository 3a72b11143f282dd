using System.Text.Json;
using Mem0Sharp.Testing;
using Mem0Sharp.Tests.Ask;
using Mem0Sharp.Tests.Conventions;
using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.Adding.SingleCalls;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Adding;

/// <summary>What a model may not do in one call, it may not: numbers, quotes, twins, rejected values, tiers, damaged replies.</summary>
public sealed class SingleCallRefusalTests(ITestOutputHelper output)
{
    private const string Berlin = "Alice lives in Berlin";
    private const string Tea = "Drinks green tea every morning";

    [Fact]
    public async Task AddAsync_WithNumbersThatWereNotShown_RefusesThoseAndAppliesTheRest()
    {
        // Only the nearest memory is shown; the other, which shares no word with the message, is found by the fact, and gets number 1 behind it.
        await using MemoryFixture fixture = Fixture(builder => builder.Configure(options => options.CandidatesPerFact = 1));
        await fixture.StoreAsync(Berlin);
        MemoryItem tea = await fixture.StoreAsync(Tea);
        fixture.Chat.Reply(Reply(
            Fact("Alice drinks green tea every evening", Update(1, "Alice drinks green tea every evening")),
            Fact("Alice has no bird", Delete(7)),
            Fact("Alice likes milk", None(1)),
            Fact("Alice has a fish", Update(0, "Alice has a fish", "misquoted")),
            Fact("Alice lives in Hamburg", Update(0, "Alice lives in Hamburg", Berlin)),
            Fact("Alice lives in Altona", Update(0, "Alice lives in Altona", Berlin)),
            Fact("Alice sings", Add)));

        MemoryAddResult result = await fixture.Memory.AddAsync("Alice lives in Hamburg", Alice, cancellationToken: Token);

        Shown(fixture.Chat.Requests.Single()).Should().Equal(Berlin);
        result.Facts.Select(fact => (fact.Outcome, fact.Reason)).Should().Equal(
            (FactOutcome.Refused, "It names a memory that was not shown."),
            (FactOutcome.Refused, "It names a memory that was not shown."),
            (FactOutcome.Refused, "It names a memory that was not shown."),
            (FactOutcome.Refused, "It misquotes the memory it would replace."),
            (FactOutcome.Updated, "newer"),
            (FactOutcome.Refused, "Another decision already concerns the same memory."),
            (FactOutcome.Added, null));
        (await fixture.Memory.GetAsync(tea.Id, Token)).Should().Be(tea);
        result.Facts[0].Candidates.Select(candidate => candidate.Item).Should().Contain(tea, "it is what the fact is near to");
    }

    [Fact]
    public async Task AddAsync_OfWhatIsKnownInTheSameWordsButWasNotShown_MakesNoTwin()
    {
        await using MemoryFixture fixture = Fixture(builder => builder.Configure(options => options.CandidatesPerFact = 1));
        await fixture.StoreAsync(Berlin);
        MemoryItem tea = await fixture.StoreAsync(Tea);
        fixture.Chat.Reply(Reply(Fact("drinks GREEN tea every  morning", Add)));

        FactResult fact = (await fixture.Memory.AddAsync("Alice lives in Berlin, you know why", Alice, cancellationToken: Token)).Facts.Single();

        Shown(fixture.Chat.Requests.Single()).Should().Equal(Berlin);
        (fact.Outcome, fact.Item!.Id, fact.Reason).Should().Be((FactOutcome.None, tea.Id, "It is known in the same words."));
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(2);
    }

    [Fact]
    public async Task AddAsync_OfWhatWasStoredOrChangedToTheSameWordsMeanwhile_MakesNoTwin()
    {
        await using MemoryFixture fixture = Fixture();
        MemoryItem known = await fixture.StoreAsync(Berlin);
        StubChatClient chat = new(
            async _ =>
            {
                await fixture.Memory.UpdateAsync(known.Id, "Alice sings", cancellationToken: Token);
                await fixture.StoreAsync("Alice swims");
                return new ChatResponse(new ChatMessage(ChatRole.Assistant, Reply(Fact("Alice sings", Add), Fact("Alice swims", Add))));
            },
            StubChatClient.Reply("""{"decisions":[{"fact":0,"event":"ADD"}]}"""));

        MemoryAddResult result = await fixture.OpenOther(builder => builder.UseChatClient(chat)).AddAsync("I sing and swim", Alice, cancellationToken: Token);

        result.Facts.Select(fact => fact.Outcome).Should().Equal(FactOutcome.None, FactOutcome.None);
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(2);
    }

    [Fact]
    public async Task AddAsync_WithAFactAboutWhichNothingIsDecided_ReportsIt()
    {
        await using MemoryFixture fixture = Fixture();
        await fixture.StoreAsync(Berlin);
        fixture.Chat.Reply(Reply(Fact("Alice sings"), Fact("Alice swims", Add)));

        MemoryAddResult result = await fixture.Memory.AddAsync("I sing and swim", Alice, cancellationToken: Token);

        result.Facts.Select(fact => (fact.Outcome, fact.Reason)).Should().Equal(
            (FactOutcome.Refused, "No decision was made about it."), (FactOutcome.Added, null));
    }

    [Fact]
    public async Task AddAsync_OfARejectedValue_SuppressesItAndAppliesTheRestToTheRightFacts()
    {
        await using MemoryFixture fixture = await RejectingAsync();
        fixture.Chat.Reply(Reply(
            Fact("Alice has a snake", Update(0, "Alice has a snake")), Fact("Alice lives in Hamburg", Update(0, "Alice lives in Hamburg")), Fact("Alice sings", Add)));

        MemoryAddResult result = await fixture.Memory.AddAsync("news", Alice, cancellationToken: Token);

        result.Facts.Select(fact => (fact.Outcome, fact.Item?.Text)).Should().Equal(
            (FactOutcome.Suppressed, null), (FactOutcome.Updated, "Alice lives in Hamburg"), (FactOutcome.Added, "Alice sings"));
        result.ModelCalls.Should().Be(1);
    }

    [Fact]
    public async Task AddAsync_OfATextThatMayHoldARejectedValue_HasTheArbiterDecideWithoutIt()
    {
        await using MemoryFixture fixture = await RejectingAsync();
        fixture.Chat.Reply(Reply(
            Fact("Alice has a snake", None(0)), Fact("Alice lives in Hamburg", Update(0, "Alice lives in Hamburg and has a snake", Berlin))));
        fixture.Decides("""{"fact":0,"event":"UPDATE","candidate":0,"text":"Alice lives in Hamburg","old_text":"Alice lives in Berlin","reason":null}""");

        MemoryAddResult result = await fixture.Memory.AddAsync("news", Alice, cancellationToken: Token);

        fixture.Chat.Requests[1].AllText.Should().NotContain("snake");
        result.Facts.Select(fact => (fact.Outcome, fact.Item?.Text)).Should().Equal((FactOutcome.Suppressed, null), (FactOutcome.Updated, "Alice lives in Hamburg"));
        result.ModelCalls.Should().Be(2);
    }

    [Fact]
    public async Task AddAsync_OfWhatIsTrustedLess_ChangesNothingThatIsTrustedMore()
    {
        await using MemoryFixture fixture = Fixture();
        MemoryItem known = await fixture.StoreAsync(Berlin);
        fixture.Chat.Reply(Reply(Fact("Alice lives in Lisbon", Update(0, "Alice lives in Lisbon", Berlin)), Fact("Alice lives nowhere", Delete(0))));

        MemoryAddResult result = await fixture.Memory.AddAsync(
            [new ChatMessage(ChatRole.User, "Look it up"), new ChatMessage(ChatRole.Tool, "Alice lives in Lisbon")], Alice, cancellationToken: Token);

        result.Facts.Select(fact => fact.Outcome).Should().Equal(FactOutcome.Added, FactOutcome.Refused);
        (result.Facts[0].Item!.Trust, result.Facts[0].Item!.ReviewOf).Should().Be((MemoryTrust.Untrusted, known.Id));
        (await fixture.Memory.GetAsync(known.Id, Token)).Should().Be(known);
    }

    [Fact]
    public async Task AddAsync_WhereTwoRepliesCannotBeRead_ThrowsAndWritesNothing()
    {
        await using MemoryFixture fixture = Fixture();
        await fixture.StoreAsync(Berlin);
        string before = FileRows.Of(fixture).Rows;
        fixture.Chat.Reply("I am sorry.").Reply(Reply(Fact("Alice sings", """{"event":"REPLACE"}""")));

        Func<Task> add = () => fixture.Memory.AddAsync("I sing", Alice, cancellationToken: Token);

        (await add.Should().ThrowAsync<ModelResponseException>()).Which.Stage.Should().Be("reconcile");
        fixture.Chat.Requests.Should().HaveCount(2);
        FileRows.Of(fixture).Rows.Should().Be(before);
    }

    [Fact]
    public async Task AddAsync_WithRecordedReplies_ThrowsOrFindsNothingAndNeverWrites()
    {
        string file = Path.Combine(RepositoryLayout.Root, "..", "shared", "data", "recorded", "malformed_llm_outputs.json");
        Assert.SkipUnless(File.Exists(file), "The recorded replies are not beside this repository.");
        string reply = string.Empty;
        await using MemoryFixture fixture = Answering(_ => reply);
        await fixture.StoreAsync(Berlin);
        string before = FileRows.Of(fixture).Rows;
        int thrown = 0;
        foreach (JsonElement recorded in JsonElement.Parse(await File.ReadAllTextAsync(file, Token)).EnumerateArray())
        {
            reply = recorded.GetProperty("raw").GetString()!;
            try
            {
                (await fixture.Memory.AddAsync("Hello", Alice, cancellationToken: Token)).Facts.Should().BeEmpty(reply);
            }
            catch (ModelResponseException)
            {
                thrown++;
            }
        }

        thrown.Should().BeGreaterThan(10, "they are replies to two questions, not to one");
        FileRows.Of(fixture).Rows.Should().Be(before);
    }

    [Fact]
    public async Task AddAsync_WithMutatedReplies_ChangesNothingThatItMayNot()
    {
        const int Seed = 20261127;
        output.WriteLine($"seed {Seed}");
        ReplyMutator mutator = new(
            Seed,
            [
                """{"facts":[{"text":"Alice rows","decisions":[{"event":"ADD"}]},{"text":"Alice lives in Graz","decisions":[{"event":"UPDATE","candidate":0,"text":"Alice lives in Graz"}]}]}""",
                """{"facts":[{"text":"Alice is in Linz","decisions":[{"event":"UPDATE","candidate":1,"span":"Alice","with":"She"},{"event":"DELETE","candidate":2}]}]}""",
                """[{"text":"Born in June","decisions":[{"event":"UPDATE","candidate":2,"text":"Born in June"}]},{"text":"17","decisions":[{"event":"NONE","candidate":0}]}]""",
            ]);
        string reply = string.Empty;
        using ScriptedChatClient chat = ScriptedChatClient.From(_ => reply);
        await using Memory memory = new MemoryBuilder().UseChatClient(chat).Configure(options => options.SingleModelCall = true).Build();
        MemoryItem bobs = await StoreAsync(memory, "Bob lives in Bern", Bob, new() { Mode = MemoryAddMode.Verbatim });
        int written = 0;
        int refused = 0;
        for (int i = 0; i < 1_500; i++)
        {
            MemoryScope scope = MemoryScope.ForUser($"alice-{i}");
            MemoryItem born = await StoreAsync(memory, "Alice was born in May", scope, new() { Mode = MemoryAddMode.Verbatim, IsImmutable = true });
            MemoryItem safe = await StoreAsync(memory, "Alice's code is 17", scope, new() { Mode = MemoryAddMode.Verbatim, Trust = MemoryTrust.Trusted });
            MemoryItem home = await StoreAsync(memory, "Alice lives in Wels", scope, new() { Mode = MemoryAddMode.Verbatim });
            reply = mutator.Next();
            try
            {
                MemoryAddResult result = await memory.AddAsync("news", scope, cancellationToken: Token);
                MemoryItem[] changed = [.. result.Items];
                changed.Should().NotContain(item => !item.Scope.Equals(scope) || string.IsNullOrWhiteSpace(item.Text), $"reply {i} of seed {Seed}: {reply}");
                written += changed.Length;
            }
            catch (ModelResponseException)
            {
                refused++;
                (await memory.GetAsync(home.Id, Token)).Should().Be(home, $"reply {i} of seed {Seed}: {reply}");
                (await memory.CountAsync(scope, cancellationToken: Token)).Should().Be(3, $"reply {i} of seed {Seed}: {reply}");
            }

            (await memory.GetAsync([safe.Id, bobs.Id], Token)).Should().Equal([safe, bobs], $"reply {i} of seed {Seed}: {reply}");
            (await memory.GetAsync(born.Id, Token) ?? born).Text.Should().Be(born.Text, $"it may be deleted, not updated; reply {i} of seed {Seed}: {reply}");
        }

        output.WriteLine($"{written} written, {refused} refused");
        written.Should().BeGreaterThan(100);
        refused.Should().BeGreaterThan(200);
    }

    private static async Task<MemoryItem> StoreAsync(Memory memory, string text, MemoryScope scope, MemoryAddOptions options) =>
        (await memory.AddAsync(text, scope, options, Token)).Items.Single();

    private static async Task<MemoryFixture> RejectingAsync()
    {
        MemoryFixture fixture = Fixture();
        MemoryItem snake = await fixture.StoreAsync("Alice has a snake");
        await fixture.Memory.DeleteAsync(snake.Id, cancellationToken: Token);
        await fixture.StoreAsync(Berlin);
        return fixture;
    }
}
