using System.Net;
using Mem0Sharp.Testing;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Resilience;

public sealed class FallbackTests
{
    [Fact]
    public async Task AddAsync_WhenTheModelFails_AsksTheFallback()
    {
        using ScriptedChatClient other = new ScriptedChatClient().Reply("""{"facts":[{"text":"Alice likes tea","messages":[0]}]}""");
        await using MemoryFixture fixture = ByModel(builder => builder.UseFallbackChatClient(other));
        fixture.Chat.Fail(new HttpRequestException("down"));

        MemoryAddResult added = await fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

        added.Facts.Should().ContainSingle().Which.Outcome.Should().Be(FactOutcome.Added);
        added.ModelCalls.Should().Be(2);
        other.Requests.Should().ContainSingle().Which.LastText.Should().Be(fixture.Chat.Requests.Single().LastText);
    }

    [Fact]
    public async Task AddAsync_WhenTheModelAnswers_LeavesTheFallbackAlone()
    {
        using ScriptedChatClient other = new();
        await using MemoryFixture fixture = ByModel(builder => builder.UseFallbackChatClient(other));
        fixture.Extracts();

        await fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

        other.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task AddAsync_WhenBothFail_ThrowsTheFallbacksError()
    {
        using ScriptedChatClient other = new ScriptedChatClient().Fail(new HttpRequestException("busy", inner: null, HttpStatusCode.TooManyRequests));
        await using MemoryFixture fixture = ByModel(builder => builder.UseFallbackChatClient(other));
        fixture.Chat.Fail(new HttpRequestException("down"));

        Func<Task> adding = () => fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

        (await adding.Should().ThrowAsync<MemoryNetworkException>()).Which.Message.Should().Contain("429");
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
    }

    [Fact]
    public async Task AddAsync_WhenTheCallIsAtFault_DoesNotHideItBehindTheFallback()
    {
        using ScriptedChatClient other = new ScriptedChatClient().Reply("""{"facts":[]}""");
        await using MemoryFixture fixture = ByModel(builder => builder.UseFallbackChatClient(other));
        fixture.Chat.Fail(new HttpRequestException("key", inner: null, HttpStatusCode.Unauthorized));

        Func<Task> adding = () => fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

        await adding.Should().ThrowAsync<MemoryAccessDeniedException>();
        other.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task SearchAsync_WhenTheEmbedderFails_AsksTheSameModelElsewhere()
    {
        using DeterministicEmbeddingGenerator other = new(modelId: "deployed under another name");
        await using MemoryFixture fixture = ByRules(builder => builder.UseFallbackEmbeddings(other));
        await fixture.StoreAsync("Alice likes tea");
        fixture.Embeddings.FailNext(new HttpRequestException("down")).FailNext(new HttpRequestException("down"));

        MemorySearchResults first = await fixture.Memory.SearchAsync("tea", Alice, ByVector, Token);
        await fixture.StoreAsync("Alice likes milk");

        first.Should().ContainSingle();
        other.Texts.Should().Equal(["Alice likes tea", "tea", "Alice likes milk"], "it is compared once, by what is known");
        (await fixture.Memory.SearchAsync("milk", Alice, Nearest, Token))[0].Item.Text.Should().Be("Alice likes milk");
    }

    [Theory]
    [InlineData(64, false)]
    [InlineData(32, true)]
    public async Task SearchAsync_WhenTheFallbackHasAnotherModel_RefusesItAndMixesNothing(int dimensions, bool near)
    {
        using DeterministicEmbeddingGenerator other = new(dimensions) { SharedWordsAreNear = near };
        await using MemoryFixture fixture = ByRules(builder => builder.UseFallbackEmbeddings(other));
        await fixture.StoreAsync("Alice likes tea");
        fixture.Embeddings.FailNext(new HttpRequestException("down"));

        Func<Task> storing = () => fixture.StoreAsync("Alice likes milk");

        await storing.Should().ThrowAsync<MemoryConfigurationException>();
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(1);
        other.Texts.Should().Equal("Alice likes tea");
    }

    [Fact]
    public async Task AddAsync_BeforeAnythingIsStored_DoesNotAskAnEmbedderThatCannotBeCompared()
    {
        using DeterministicEmbeddingGenerator other = new();
        await using MemoryFixture fixture = ByRules(builder => builder.UseFallbackEmbeddings(other));
        fixture.Embeddings.FailNext(new HttpRequestException("down"));

        Func<Task> storing = () => fixture.StoreAsync("Alice likes milk");

        await storing.Should().ThrowAsync<MemoryNetworkException>();
        other.CallCount.Should().Be(0);
    }
}
