namespace Mem0Sharp.Tests.Adding;

public sealed class AddModeTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task AddAsync_ToAppend_AsksOnceAndLeavesWhatIsKnown()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice lives in Berlin");
        fixture.Extracts("Alice lives in Paris", "Alice has a cat");

        MemoryAddResult result = await AddAsync(fixture, MemoryAddMode.Append);

        fixture.Chat.Requests.Should().ContainSingle();
        result.Facts.Select(fact => fact.Outcome).Should().Equal(FactOutcome.Added, FactOutcome.Added);
        (await fixture.Memory.GetAsync(known.Id, Token)).Should().Be(known);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(3);
    }

    [Fact]
    public async Task AddAsync_ToAppendWhatIsKnownWordForWord_LinksItInsteadOfKeepingItTwice()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice lives in Berlin");
        fixture.Extracts("alice lives  in Berlin", "Alice has a cat", "Alice HAS a cat");
        MemoryScope here = MemoryScope.ForUser("alice", agentId: "concierge");

        MemoryAddResult result = await fixture.Memory.AddAsync(
            "I live in Berlin and have a cat", here, new MemoryAddOptions { Mode = MemoryAddMode.Append }, Token);

        result.Facts.Select(fact => fact.Outcome).Should().Equal(FactOutcome.None, FactOutcome.Added, FactOutcome.None);
        result.Facts[0].Item!.Id.Should().Be(known.Id);
        (await fixture.Memory.GetAsync(known.Id, Token))!.LinkedAgentIds.Should().Equal("concierge");
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddAsync_ToAppendARetraction_TakesNothingBack(bool isKnown)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        if (isKnown)
        {
            await fixture.StoreAsync("I have a boat");
        }

        MemoryAddResult result = await fixture.Memory.AddAsync(
            "Forget that I have a boat.", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Append }, Token);

        FactResult fact = result.Facts.Should().ContainSingle().Subject;
        (fact.Outcome, fact.Fact.Intent).Should().Be((FactOutcome.None, FactIntent.Retraction));
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(isKnown ? 1 : 0);
    }

    [Theory]
    [InlineData(MemoryAddMode.Reconcile, null, 2)]
    [InlineData(MemoryAddMode.Append, null, 1)]
    [InlineData(MemoryAddMode.Verbatim, null, 0)]
    [InlineData(MemoryAddMode.Verbatim, MemoryAddMode.Append, 1)]
    [InlineData(MemoryAddMode.Append, MemoryAddMode.Verbatim, 0)]
    public async Task AddAsync_WithoutAMode_TakesTheMemorys(MemoryAddMode ofTheMemory, MemoryAddMode? ofTheCall, int calls)
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel(builder => builder.Configure(options => options.AddMode = ofTheMemory));
        await fixture.StoreAsync("Alice lives in Berlin");
        fixture.Extracts("Alice has a cat");
        fixture.Decides("""{"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""");

        await AddAsync(fixture, ofTheCall);

        fixture.Chat.Requests.Should().HaveCount(calls);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public async Task AddAsync_InAModeThatDoesNotExist_IsRefusedBeforeAnythingIsAsked(int mode)
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();

        Func<Task> add = () => AddAsync(fixture, (MemoryAddMode)mode);

        await add.Should().ThrowAsync<MemoryValidationException>();
        fixture.Chat.Requests.Should().BeEmpty();
    }

    private static Task<MemoryAddResult> AddAsync(MemoryFixture fixture, MemoryAddMode? mode) =>
        fixture.Memory.AddAsync("what was said", MemoryFixture.Alice, new MemoryAddOptions { Mode = mode }, Token);
}
