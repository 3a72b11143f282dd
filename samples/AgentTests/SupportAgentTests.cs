using Mem0Sharp;
using Mem0Sharp.Testing;

namespace AgentTests;

/// <summary>
/// A real memory over fakes: two scripted models (the agent's and the memory's), embeddings without a model, and a clock that only
/// a test moves. No network, no key, no file.
/// </summary>
public sealed class SupportAgentTests : IAsyncDisposable
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    private static readonly MemoryScope Bob = MemoryScope.ForUser("bob");

    private readonly ScriptedChatClient _agentModel = ScriptedChatClient.From(_ => "Certainly.");
    private readonly ScriptedChatClient _memoryModel = new();
    private readonly DeterministicEmbeddingGenerator _embeddings = new();
    private readonly ManualTimeProvider _time = new();
    private readonly Memory _memory;

    public SupportAgentTests() => _memory = new MemoryBuilder()
        .UseChatClient(_memoryModel)
        .UseEmbeddings(_embeddings)
        .UseTimeProvider(_time)
        .Build();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnswerAsync_WhenTheCustomerStatesAFact_RemembersIt()
    {
        _memoryModel.Reply("""{"facts":[{"text":"Is allergic to milk","messages":[0]}]}""");

        await Agent(Alice).AnswerAsync("I am allergic to milk. Which tea goes without?", Token);

        (await TextsOf(Alice)).Should().Equal("Is allergic to milk");
    }

    [Fact]
    public async Task AnswerAsync_WhenSomethingIsKnown_ShowsItToTheModel()
    {
        await KnowAsync(Alice, "Is allergic to milk");
        NothingNew();

        string answer = await Agent(Alice).AnswerAsync("Is there milk in the chai?", Token);

        answer.Should().Be("Certainly.");
        _agentModel.Requests.Single().AllText.Should().Contain("- Is allergic to milk");
    }

    [Fact]
    public async Task AnswerAsync_ForAnotherCustomer_ShowsNothingOfTheFirst()
    {
        await KnowAsync(Alice, "Is allergic to milk");
        NothingNew();

        await Agent(Bob).AnswerAsync("Is there milk in the chai?", Token);

        _agentModel.Requests.Single().AllText.Should().NotContain("allergic");
    }

    [Fact]
    public async Task AnswerAsync_WhenAFactHasChanged_UpdatesItAndKeepsTheOldTextInItsHistory()
    {
        string id = await KnowAsync(Alice, "Lives in Oslo");
        _memoryModel
            .Reply("""{"facts":[{"text":"Lives in Bergen","messages":[0]}]}""")
            .Reply("""{"decisions":[{"fact":0,"event":"UPDATE","candidate":0,"text":"Lives in Bergen","old_text":"Lives in Oslo"}]}""");

        await Agent(Alice).AnswerAsync("I moved to Bergen. Do you deliver there?", Token);

        (await TextsOf(Alice)).Should().Equal("Lives in Bergen");
        List<HistoryEntry> history = await _memory.HistoryAsync(id, Token).ToListAsync(Token);
        history.Select(entry => (entry.Event, entry.OldText)).Should().Equal((MemoryEvent.Add, null), (MemoryEvent.Update, "Lives in Oslo"));
    }

    [Fact]
    public async Task AnswerAsync_WhenTheMemorysModelIsDown_AnswersAndRemembersNothing()
    {
        _memoryModel.Fail(new HttpRequestException("down"));

        string answer = await Agent(Alice).AnswerAsync("I am allergic to milk.", Token);

        answer.Should().Be("Certainly.");
        (await TextsOf(Alice)).Should().BeEmpty();
    }

    [Fact]
    public async Task AnswerAsync_AfterAMemoryExpired_NoLongerShowsIt()
    {
        await KnowAsync(Alice, "Is on holiday", expiresAt: _time.GetUtcNow().AddDays(14));
        NothingNew();
        NothingNew();

        await Agent(Alice).AnswerAsync("When will my holiday parcel come?", Token);
        _time.Advance(TimeSpan.FromDays(14));
        await Agent(Alice).AnswerAsync("When will my holiday parcel come?", Token);

        _agentModel.Requests.Select(request => request.AllText.Contains("Is on holiday", StringComparison.Ordinal)).Should().Equal(true, false);
    }

    public async ValueTask DisposeAsync()
    {
        _memoryModel.Remaining.Should().Be(0, "every reply that a test writes is asked for");
        await _memory.DisposeAsync();
        _embeddings.Dispose();
        _memoryModel.Dispose();
        _agentModel.Dispose();
    }

    private SupportAgent Agent(MemoryScope customer) => new(_agentModel, _memory, customer);

    /// <summary>Puts a memory there as it is, without asking the memory's model.</summary>
    private async Task<string> KnowAsync(MemoryScope customer, string text, DateTimeOffset? expiresAt = null)
    {
        MemoryAddOptions asItIs = new() { Mode = MemoryAddMode.Verbatim, ExpiresAt = expiresAt };
        return (await _memory.AddAsync(text, customer, asItIs, Token)).Items.Single().Id;
    }

    /// <summary>Lets the memory's model find nothing worth keeping in the next conversation.</summary>
    private void NothingNew() => _memoryModel.Reply("""{"facts":[]}""");

    private async Task<List<string>> TextsOf(MemoryScope customer) =>
        await _memory.GetAllAsync(customer, cancellationToken: Token).Select(item => item.Text).ToListAsync(Token);
}
