using System.Text.Json;
using Microsoft.Extensions.AI;
using Quickstart;

namespace Mem0Sharp.Tests.Samples;

/// <summary>The Anthropic SDK's own chat client, over the wire to a server of ours.</summary>
public sealed class AnthropicClientTests
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddAsync_AsksForTheSchemaAndReadsTheAnswer()
    {
        await using LoopbackServer server = new(_ => (200, Message("""{"facts":[{"text":"Lives in Porto","messages":[0]}]}""")));
        using ModelChoice models = Choose(server);
        await using Memory memory = Build(models);

        MemoryAddResult added = await memory.AddAsync([new ChatMessage(ChatRole.User, "I live in Porto")], Alice, cancellationToken: Token);

        added.Facts.Should().ContainSingle().Which.Item!.Text.Should().Be("Lives in Porto");
        added.Usage!.OutputTokenCount.Should().Be(7);
        LoopbackRequest request = server.Requests.Should().ContainSingle().Which;
        request.Path.Should().Be("/v1/messages");
        request.Headers.Values.Should().Contain(value => value.EndsWith("secret", StringComparison.Ordinal), "the SDK chooses the header of the key");
        request.Body.GetProperty("model").GetString().Should().Be("chat-model");
        request.Body.GetProperty("output_config").GetProperty("format").GetProperty("type").GetString().Should().Be("json_schema");
    }

    [Fact]
    public async Task AddAsync_WithAWrongKey_IsDeniedAccess()
    {
        await using LoopbackServer server = Failing(401, "authentication_error");
        using ModelChoice models = Choose(server);
        await using Memory memory = Build(models);

        Func<Task> add = () => memory.AddAsync("I live in Porto", Alice, cancellationToken: Token);

        (await add.Should().ThrowAsync<MemoryAccessDeniedException>()).Which.Resource.Should().Be("chat");
        server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task AddAsync_WhenTheServiceFails_IsATransientErrorAfterOneRepetition()
    {
        await using LoopbackServer server = Failing(500, "api_error");
        using ModelChoice models = Choose(server);
        await using Memory memory = Build(models);

        Func<Task> add = () => memory.AddAsync("I live in Porto", Alice, cancellationToken: Token);

        MemoryNetworkException error = (await add.Should().ThrowAsync<MemoryNetworkException>()).Which;
        error.IsTransient.Should().BeTrue();
        error.DebugInfo["http_status"].Should().Be(500);
        server.Requests.Should().HaveCount(2);
    }

    private static LoopbackServer Failing(int status, string type) =>
        new(_ => (status, $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"It failed."}}"""));

    private static ModelChoice Choose(LoopbackServer server) => ModelChoice.From(name => name switch
    {
        "ANTHROPIC_API_KEY" => "secret",
        "ANTHROPIC_BASE_URL" => server.Address,
        "ANTHROPIC_MODEL" => "chat-model",
        _ => null,
    });

    private static Memory Build(ModelChoice models) =>
        new MemoryBuilder().UseChatClient(models.ChatClient!).UseEmbeddings(models.Embeddings).Build();

    private static string Message(string text) => $$$"""
        {"id":"m1","type":"message","role":"assistant","model":"chat-model","stop_reason":"end_turn","stop_sequence":null,
         "content":[{"type":"text","text":{{{JsonSerializer.Serialize(text)}}}}],
         "usage":{"input_tokens":11,"output_tokens":7}}
        """;
}
