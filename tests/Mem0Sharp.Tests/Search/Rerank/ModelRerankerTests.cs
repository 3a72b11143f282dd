using Mem0Sharp.Tests.Ask;
using Mem0Sharp.Tests.Diagnostics;
using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.Search.Rerank.Judged;

namespace Mem0Sharp.Tests.Search.Rerank;

public sealed class ModelRerankerTests
{
    private const string Whole = """{"grades":[{"memory":2,"grade":0},{"memory":0,"grade":3},{"memory":1,"grade":10}]}""";

    [Fact]
    public async Task RerankAsync_WithAGradeForEach_GivesRelevancesInTheOrderOfTheMemories()
    {
        StubChatClient client = StubChatClient.Replying(Whole);

        (await AskAsync(client)).Should().Equal(0.3, 1, 0);

        client.Calls.Should().ContainSingle().Which.AskedForSchema.Should().BeTrue();
    }

    [Theory]
    [InlineData("""[{"memory":0,"grade":3},{"memory":1,"grade":10},{"memory":2,"grade":0}]""")]
    [InlineData("""{"grades":[{"memory":"0","grade":"3"},{"memory":1,"grade":10,"why":"job"},{"memory":2,"grade":0},]}""")]
    [InlineData("<think>Kiln it is.</think>```json\n" + Whole + "\n```")]
    public async Task RerankAsync_WithAReplyInTheWaysOfModels_ReadsIt(string reply) =>
        (await AskAsync(StubChatClient.Replying(reply))).Should().Equal(0.3, 1, 0);

    [Theory]
    [InlineData("")]
    [InlineData("The second one.")]
    [InlineData("{}")]
    [InlineData("""{"grades":{}}""")]
    [InlineData("""{"grades":[]}""")]
    [InlineData("""{"grades":[3,10,0]}""")]
    [InlineData("""{"grades":[{"memory":0,"grade":3},{"memory":1,"grade":10}]}""")]
    [InlineData("""{"grades":[{"memory":0,"grade":3},{"memory":1,"grade":10},{"memory":3,"grade":0}]}""")]
    [InlineData("""{"grades":[{"memory":0,"grade":3},{"memory":1,"grade":10},{"memory":2,"grade":0},{"memory":3,"grade":0}]}""")]
    [InlineData("""{"grades":[{"memory":-1,"grade":3},{"memory":1,"grade":10},{"memory":2,"grade":0}]}""")]
    [InlineData("""{"grades":[{"memory":0,"grade":3},{"memory":1,"grade":10},{"memory":1,"grade":10},{"memory":2,"grade":0}]}""")]
    [InlineData("""{"grades":[{"memory":0,"grade":3},{"memory":1,"grade":11},{"memory":2,"grade":0}]}""")]
    [InlineData("""{"grades":[{"memory":0,"grade":3},{"memory":1,"grade":-1},{"memory":2,"grade":0}]}""")]
    [InlineData("""{"grades":[{"memory":0,"grade":0.3},{"memory":1,"grade":0.9},{"memory":2,"grade":0}]}""")]
    [InlineData("""{"grades":[{"memory":0,"grade":"NaN"},{"memory":1,"grade":10},{"memory":2,"grade":0}]}""")]
    [InlineData("""{"grades":[{"memory":0,"grade":NaN},{"memory":1,"grade":10},{"memory":2,"grade":0}]}""")]
    [InlineData("""{"grades":[{"memory":0,"grade":null},{"memory":1,"grade":10},{"memory":2,"grade":0}]}""")]
    [InlineData("""{"grades":[{"memory":0},{"memory":1,"grade":10},{"memory":2,"grade":0}]}""")]
    [InlineData("""{"grades":[{"grade":3},{"memory":1,"grade":10},{"memory":2,"grade":0}]}""")]
    [InlineData(Whole + "\nor\n" + """{"grades":[{"memory":0,"grade":9},{"memory":1,"grade":1},{"memory":2,"grade":0}]}""")]
    [InlineData("""{"grades":[{"memory":0,"grade":3},{"memory":1,"grade":10},{"mem""")]
    public async Task RerankAsync_WithAReplyThatCannotBeRead_AsksTwiceAndThrows(string reply)
    {
        StubChatClient client = StubChatClient.Replying(reply);

        (await FluentActions.Awaiting(() => AskAsync(client)).Should().ThrowAsync<ModelResponseException>()).Which.Stage.Should().Be("rerank");

        client.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task RerankAsync_WhenTheSecondReplyCanBeRead_GivesThat() =>
        (await AskAsync(StubChatClient.Replying("Kiln.", Whole))).Should().Equal(0.3, 1, 0);

    [Fact]
    public async Task RerankAsync_OfNoMemories_IsEmptyAndAsksNobody()
    {
        StubChatClient client = StubChatClient.Replying(Whole);
        using MemoryTelemetry telemetry = new(meters: null, TimeProvider.System);

        (await new ModelReranker(Asker(client), telemetry).RerankAsync("x", [], MemoryFixture.Token)).Should().BeEmpty();

        client.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task RerankAsync_WhenTheServiceFails_Throws() =>
        await FluentActions.Awaiting(() => AskAsync(new StubChatClient(StubChatClient.Throw(new HttpRequestException("gone")))))
            .Should().ThrowAsync<MemoryNetworkException>();

    [Fact]
    public async Task RerankAsync_WithUsage_CountsTheTokensOfItsStage()
    {
        using TelemetryRecorder recorder = new();
        using MemoryTelemetry telemetry = new(recorder, TimeProvider.System);
        StubChatClient client = new(StubChatClient.Reply(Whole, new UsageDetails { InputTokenCount = 70, OutputTokenCount = 8 }));

        await new ModelReranker(Asker(client), telemetry).RerankAsync("x", Memories, MemoryFixture.Token);

        recorder.Sums("mem0.model.tokens", "mem0.stage").Should().Equal(new Dictionary<object, double> { ["rerank"] = 78 });
    }
}
