using System.Text.Json;
using Anthropic;
using Microsoft.Extensions.AI;
using Quickstart;

namespace Mem0Sharp.Tests.Samples;

/// <summary>The Anthropic SDK's own chat client, over the wire to a server of ours.</summary>
public sealed class AnthropicClientTests : ChatServiceContract
{
    private protected override string ErrorJson => """{"type":"error","error":{"type":"some_error","message":"It failed."}}""";

    private protected override bool RepeatsWhatIsCutOff => false;

    [Fact]
    public async Task AddAsync_AsksForTheSchemaAndReadsTheAnswer()
    {
        await using LoopbackServer server = new(_ => GoodChat);
        using ModelChoice models = Choose(server);
        await using Memory memory = Build(models);

        MemoryAddResult added = await memory.AddAsync([new ChatMessage(ChatRole.User, "I live in Porto")], Alice, cancellationToken: Token);

        added.Facts.Should().ContainSingle().Which.Item!.Text.Should().Be("Lives in Porto");
        added.Usage!.OutputTokenCount.Should().Be(7);
        LoopbackRequest request = server.Requests.Should().ContainSingle().Which;
        request.Path.Should().Be("/v1/messages");
        request.Headers.Values.Should().Contain(value => value.EndsWith("secret", StringComparison.Ordinal), "the SDK chooses the header of the key");
        request.Body.GetProperty("model").GetString().Should().Be("chat-model");
        AsksForTheSchema(request).Should().BeTrue();
    }

    [Fact]
    public async Task AddAsync_WhenTheModelKnowsNoSchema_AsksForPlainJson()
    {
        await using LoopbackServer server = new(request => AsksForTheSchema(request) ? (400, ErrorJson) : GoodChat);
        using ModelChoice models = Choose(server);
        await using Memory memory = Build(models);

        MemoryAddResult first = await memory.AddAsync("I live in Porto", Alice, cancellationToken: Token);
        await memory.AddAsync("I live in Porto", MemoryScope.ForUser("bob"), cancellationToken: Token);

        first.Facts.Should().ContainSingle();
        server.Requests.Select(AsksForTheSchema).Should().Equal(true, false, false);
    }

    [Fact]
    public Task AddAsync_WhenTheServiceIsOverloaded_IsATransientErrorAfterTheSdksRepetition() =>
        FailsThenWorksAsync(
            Chat, new LoopbackAnswer(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""), requests: 2, status: 529);

    [Fact]
    public async Task AddAsync_AtTheTimeLimitOfTheSdk_IsNotRepeatedOnTop()
    {
        await using LoopbackServer server = new(_ => GoodChat with { IsNeverSent = true });
        AnthropicClient client = new() { ApiKey = "secret", BaseUrl = server.Address, MaxRetries = 1, Timeout = TimeSpan.FromMilliseconds(500) };
        await using Memory memory = new MemoryBuilder().UseChatClient(client.AsIChatClient("chat-model")).Build();

        Func<Task> add = () => memory.AddAsync("I live in Porto", Alice, cancellationToken: Token);

        MemoryNetworkException error = (await add.Should().ThrowAsync<MemoryNetworkException>()).Which;
        error.IsTransient.Should().BeTrue();
        error.Message.Should().Contain("did not answer in time");
        server.Requests.Count.Should().BeLessThanOrEqualTo(2, "the SDK asked again, and we did not; on a slow machine not each of its attempts gets here");
        (await memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
    }

    private protected override ModelChoice Choose(LoopbackServer server) => ModelChoice.From(name => name switch
    {
        "ANTHROPIC_API_KEY" => "secret",
        "ANTHROPIC_BASE_URL" => server.Address,
        "ANTHROPIC_MODEL" => "chat-model",
        _ => null,
    });

    private protected override string Answer(string text) => $$$"""
        {"id":"m1","type":"message","role":"assistant","model":"chat-model","stop_reason":"end_turn","stop_sequence":null,
         "content":[{"type":"text","text":{{{JsonSerializer.Serialize(text)}}}}],
         "usage":{"input_tokens":11,"output_tokens":7}}
        """;

    private protected override bool AsksForTheSchema(LoopbackRequest request) =>
        request.Body.TryGetProperty("output_config", out JsonElement output)
        && output.TryGetProperty("format", out JsonElement format)
        && format.GetProperty("type").ValueEquals("json_schema");
}
