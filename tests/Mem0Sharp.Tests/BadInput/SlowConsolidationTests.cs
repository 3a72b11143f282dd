using Mem0Sharp.Tests.Ask;

namespace Mem0Sharp.Tests.BadInput;

/// <summary>B13: a model thinks for two minutes while people write to the memories it was shown; what they wrote stays.</summary>
public sealed class SlowConsolidationTests
{
    private static readonly string[] Deciding =
    [
        """{"fact":0,"event":"UPDATE","candidate":0,"text":"Alice lives in Hamburg","old_text":"Alice lives in Berlin","reason":null}""",
        """{"fact":0,"event":"DELETE","candidate":0,"text":null,"old_text":"Alice lives in Berlin","reason":null}""",
        """{"fact":0,"event":"NONE","candidate":0,"text":null,"old_text":null,"reason":null}""",
        """{"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""",
    ];

    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, int, bool> Cases
    {
        get
        {
            TheoryData<string, int, bool> cases = [];
            foreach (string write in Writes.Keys)
            {
                for (int decision = 0; decision < Deciding.Length; decision++)
                {
                    cases.Add(write, decision, true);
                    cases.Add(write, decision, false);
                }
            }

            return cases;
        }
    }

    private static Dictionary<string, Func<Memory, MemoryItem, Task>> Writes { get; } = new(StringComparer.Ordinal)
    {
        ["update"] = (memory, item) => memory.UpdateAsync(item.Id, "Alice lives in Paris", cancellationToken: Token),
        ["update of metadata"] = (memory, item) => memory.UpdateAsync(item.Id, new MemoryPatch { Tags = TagsPatch.Add("mine") }, cancellationToken: Token),
        ["update and back"] = async (memory, item) =>
        {
            await memory.UpdateAsync(item.Id, "Alice lives in Paris", cancellationToken: Token);
            await memory.UpdateAsync(item.Id, item.Text, cancellationToken: Token);
        },
        ["delete"] = (memory, item) => memory.DeleteAsync(item.Id, cancellationToken: Token),
        ["delete and restore"] = async (memory, item) =>
        {
            await memory.DeleteAsync(item.Id, cancellationToken: Token);
            await memory.RestoreAsync(item.Id, 1, cancellationToken: Token);
        },
        ["erase"] = (memory, item) => memory.EraseAsync(item.Id, Token),
        ["delete all"] = (memory, _) => memory.DeleteAllAsync(MemoryFixture.Alice, cancellationToken: Token),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AddAsync_WhileAPersonWrites_OverwritesAndResurrectsNothing_B13(string write, int decision, bool managed)
    {
        SlowModel model = new(
            """{"facts":[{"text":"Alice moved to Hamburg","messages":[0]}]}""",
            $$"""{"decisions":[{{Deciding[decision]}}]}""",
            """{"decisions":[{"fact":0,"event":"NONE","candidate":null,"text":null,"old_text":null,"reason":null}]}""");
        await using MemoryFixture fixture = Fixture(model, managed);
        MemoryItem item = await fixture.StoreAsync("Alice lives in Berlin");
        Task<MemoryAddResult> add = fixture.Memory.AddAsync("I moved to Hamburg", MemoryFixture.Alice, cancellationToken: Token);
        await ThinkAsync(fixture, model);
        await model.AskedAsync(2, Token);
        await Writes[write](fixture.Memory, item);
        List<HistoryEntry> written = await fixture.HistoryAsync(item.Id);
        await ThinkAsync(fixture, model);
        if (await Task.WhenAny(add, model.AskedAsync(3, Token)) != add)
        {
            // What the model decided was of another version: it is asked again, and shown what holds now.
            model.LastAsked.Should().Contain((await fixture.Memory.GetAsync(item.Id, Token))!.Text);
            await ThinkAsync(fixture, model);
        }

        FactResult fact = (await add).Facts.Single();

        List<HistoryEntry> rows = await fixture.HistoryAsync(item.Id);
        rows.Select(row => (row.Version, row.NewText)).Should().Equal(written.Select(row => (row.Version, row.NewText)), "what the model decided was of another text");
        (await fixture.Memory.GetAsync(item.Id, Token))?.Text.Should().Be(written[^1].NewText);
        bool isGone = await fixture.Memory.GetAsync(item.Id, Token) is null;
        fact.Outcome.Should().Be(decision == 3 || isGone ? FactOutcome.Added : FactOutcome.None);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, FactOutcome.Updated)]
    [InlineData(1, FactOutcome.Deleted)]
    [InlineData(2, FactOutcome.None)]
    [InlineData(3, FactOutcome.Added)]
    public async Task AddAsync_WhileNobodyWrites_DoesWhatTheSlowModelSays_B13(int decision, FactOutcome expected)
    {
        SlowModel model = new("""{"facts":[{"text":"Alice moved to Hamburg","messages":[0]}]}""", $$"""{"decisions":[{{Deciding[decision]}}]}""");
        await using MemoryFixture fixture = Fixture(model, managed: false);
        await fixture.StoreAsync("Alice lives in Berlin");
        Task<MemoryAddResult> add = fixture.Memory.AddAsync("I moved to Hamburg", MemoryFixture.Alice, cancellationToken: Token);
        await ThinkAsync(fixture, model);
        await model.AskedAsync(2, Token);
        await ThinkAsync(fixture, model);

        (await add).Facts.Single().Outcome.Should().Be(expected);
    }

    [Fact]
    public async Task AddAsync_WhenAPersonWritesDuringExtraction_ShowsTheArbiterWhatHoldsNow_B13()
    {
        SlowModel model = new("""{"facts":[{"text":"Alice moved to Hamburg","messages":[0]}]}""", $$"""{"decisions":[{{Deciding[0]}}]}""");
        await using MemoryFixture fixture = Fixture(model, managed: false);
        MemoryItem item = await fixture.StoreAsync("Alice lives in Berlin");
        Task<MemoryAddResult> add = fixture.Memory.AddAsync("I moved to Hamburg", MemoryFixture.Alice, cancellationToken: Token);
        await model.AskedAsync(1, Token);
        await fixture.Memory.UpdateAsync(item.Id, "Alice lives in Paris", cancellationToken: Token);
        await ThinkAsync(fixture, model);
        await model.AskedAsync(2, Token);
        await ThinkAsync(fixture, model);

        (await add).Facts.Single().Outcome.Should().Be(FactOutcome.Refused, "it quotes what was replaced");
        model.LastAsked.Should().Contain("Alice lives in Paris").And.NotContain("Alice lives in Berlin");
        (await fixture.Memory.GetAsync(item.Id, Token))!.Text.Should().Be("Alice lives in Paris");
    }

    private static MemoryFixture Fixture(SlowModel model, bool managed) => MemoryFixture.ByRules(builder =>
    {
        builder.UseChatClient(model.Client).Configure(options => options.ModelCallTimeout = TimeSpan.FromMinutes(5));
        if (managed)
        {
            builder.UseHistory(new InMemoryHistoryStore());
        }
    });

    private static async Task ThinkAsync(MemoryFixture fixture, SlowModel model)
    {
        await model.AskedAsync(model.Answered + 1, Token);
        fixture.Time.Advance(TimeSpan.FromSeconds(120));
        model.Answer();
    }

    /// <summary>A model that answers when it is told to.</summary>
    private sealed class SlowModel
    {
        private readonly SemaphoreSlim[] _asked;
        private readonly TaskCompletionSource[] _answers;

        public SlowModel(params string[] replies)
        {
            _asked = [.. replies.Select(_ => new SemaphoreSlim(0))];
            _answers = [.. replies.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
            Client = new StubChatClient(
            [
                .. replies.Select((reply, i) => (StubChatClient.Behaviour)(async token =>
                {
                    _asked[i].Release();
                    await _answers[i].Task.WaitAsync(token);
                    return await StubChatClient.Reply(reply)(token);
                })),
            ]);
        }

        public StubChatClient Client { get; }

        public int Answered { get; private set; }

        public string LastAsked => string.Concat(Client.Calls[^1].Messages.Select(message => message.Text));

        public async Task AskedAsync(int call, CancellationToken cancellationToken)
        {
            await _asked[call - 1].WaitAsync(cancellationToken);
            _asked[call - 1].Release();
        }

        public void Answer() => _answers[Answered++].SetResult();
    }
}
