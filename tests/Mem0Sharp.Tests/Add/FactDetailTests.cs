using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Adding;

/// <summary>What an extraction says of a fact beside its text: the kind of memory, and from when until when it holds.</summary>
public sealed class FactDetailTests
{
    private const string Lease = """{"facts":[{"text":"Alice rents a room","messages":[0],"type":"Episodic","from":"2026-03","to":"2026-08-31"}]}""";

    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset September = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task AddAsync_WhenAModelSaysKindAndInterval_StoresBoth()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.Reply(Lease);

        FactResult fact = (await fixture.Memory.AddAsync("I rent a room from March to August", Alice, cancellationToken: Token)).Facts.Single();

        (fact.Item!.Type, fact.Item.ValidFrom, fact.Item.ValidTo).Should().Be((MemoryType.Episodic, March, September));
        (await fixture.Memory.CountAsync(Alice, new MemoryListOptions { AsOf = MemoryAsOf.Held(September) }, Token)).Should().Be(0);
        (await fixture.Memory.CountAsync(Alice, new MemoryListOptions { AsOf = MemoryAsOf.Held(September.AddTicks(-1)) }, Token)).Should().Be(1);
    }

    [Fact]
    public async Task AddAsync_WhenTheCallSaysOtherwise_TakesTheCallsWord()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.Reply(Lease);
        MemoryAddOptions options = new() { Type = MemoryType.Reflective, ValidFrom = September };

        MemoryItem item = (await fixture.Memory.AddAsync("I rent a room", Alice, options, Token)).Facts.Single().Item!;

        (item.Type, item.ValidFrom, item.ValidTo).Should().Be((MemoryType.Reflective, September, null));
    }

    [Theory]
    [InlineData("""{"text":"Alice rents a room","messages":[0]}""")]
    [InlineData("""{"text":"Alice rents a room","messages":[0],"type":"weird","from":"soon","to":7}""")]
    [InlineData("""{"text":"Alice rents a room","messages":[0],"type":null,"from":"2026-09","to":"2026-03"}""")]
    [InlineData("\"Alice rents a room\"")]
    public async Task AddAsync_WhenAModelSaysNeitherOrNonsense_StoresTheFact(string fact)
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.Reply($$"""{"facts":[{{fact}}]}""");

        MemoryItem item = (await fixture.Memory.AddAsync("I rent a room", Alice, cancellationToken: Token)).Facts.Single().Item!;

        (item.Text, item.Type, item.ValidFrom, item.ValidTo).Should().Be(("Alice rents a room", MemoryType.Semantic, null, null));
    }

    [Theory]
    [InlineData("Alice rents a flat", true)]
    [InlineData("Alice rents a flat and owns a boat", false)]
    public async Task AddAsync_WhenAFactReplacesAText_SetsItsIntervalUnlessTheTextSaysMore(string text, bool isOwn)
    {
        await using MemoryFixture fixture = ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice rents a room", options: new MemoryAddOptions { ValidTo = March });
        fixture.Chat.Reply("""{"facts":[{"text":"Alice rents a flat","messages":[0],"type":"semantic","from":"2026-09","to":null}]}""");
        fixture.Decides($$"""{"fact":0,"event":"UPDATE","candidate":0,"text":"{{text}}","old_text":"Alice rents a room","reason":null}""");

        FactResult fact = (await fixture.Memory.AddAsync("From September on I rent a flat", Alice, cancellationToken: Token)).Facts.Single();

        (fact.Outcome, fact.Item!.Id).Should().Be((FactOutcome.Updated, known.Id));
        (fact.Item.ValidFrom, fact.Item.ValidTo).Should().Be(isOwn ? (September, null) : (null, March));
    }

    [Fact]
    public async Task AddAsync_WithAKey_ReturnsTheSameDetailsAgain()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.Reply(Lease);
        MemoryAddOptions once = new() { IdempotencyKey = "lease" };
        await fixture.Memory.AddAsync("I rent a room", Alice, once, Token);

        ExtractedFact fact = (await fixture.Memory.AddAsync("I rent a room", Alice, once, Token)).Facts.Single().Fact;

        (fact.Type, fact.ValidFrom, fact.ValidTo).Should().Be((MemoryType.Episodic, March, September));
    }

    [Fact]
    public async Task AddAsync_ByRules_ClassifiesWhatTheWordsTell()
    {
        await using MemoryFixture fixture = ByRules();

        MemoryAddResult added = await fixture.Memory.AddAsync("I visited Porto last summer. I like green tea.", Alice, cancellationToken: Token);

        added.Facts.Select(fact => fact.Item!.Type).Should().Equal(MemoryType.Episodic, MemoryType.Semantic);
    }
}
