using System.Text.Json;
using Microsoft.Extensions.AI;
using Quickstart;

namespace Mem0Sharp.Tests.Samples;

/// <summary>The OpenAI SDK behind the sample's two small adapters, over the wire to a server of ours.</summary>
public sealed class OpenAIClientTests : ChatServiceContract
{
    private const string Embedding = "embedding";

    private protected override string ErrorJson => """{"error":{"message":"It failed.","type":"some_error","code":"some_code"}}""";

    private protected override bool RepeatsWhatIsCutOff => true;

    [Fact]
    public async Task AddAsync_AsksForTheSchemaStrictlyAndReadsTheAnswer()
    {
        await using LoopbackServer server = new(_ => (200, Completion("""{"facts":[{"text":"Lives in Porto","messages":[0]}]}""")));
        using ModelChoice models = Choose(server, embeddingModel: null);
        await using Memory memory = Build(models);

        MemoryAddResult added = await memory.AddAsync([new ChatMessage(ChatRole.User, "I live in Porto")], Alice, cancellationToken: Token);

        added.Facts.Should().ContainSingle().Which.Item!.Text.Should().Be("Lives in Porto");
        added.Usage!.InputTokenCount.Should().Be(11);
        added.Usage.OutputTokenCount.Should().Be(7);
        LoopbackRequest request = server.Requests.Should().ContainSingle().Which;
        request.Path.Should().Be("/v1/chat/completions");
        request.Headers["Authorization"].Should().Be("Bearer secret");
        request.Body.GetProperty("model").GetString().Should().Be("chat-model");
        request.Body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString())
            .Should().Equal("system", "user");
        JsonElement format = request.Body.GetProperty("response_format");
        format.GetProperty("type").GetString().Should().Be("json_schema");
        format.GetProperty("json_schema").GetProperty("strict").GetBoolean().Should().BeTrue();
        format.GetProperty("json_schema").GetProperty("schema").GetProperty("required")[0].GetString().Should().Be("facts");
        request.Body.TryGetProperty("temperature", out _).Should().BeFalse("some models refuse one");
    }

    [Fact]
    public async Task AddAsync_WhenTheServerKnowsNoSchema_AsksForPlainJson()
    {
        await using LoopbackServer server = new(request =>
            request.Body.GetProperty("response_format").GetProperty("type").ValueEquals("json_schema")
                ? (400, """{"error":{"message":"response_format is not supported","type":"invalid_request_error"}}""")
                : (200, Completion("""{"facts":["Lives in Porto"]}""")));
        using ModelChoice models = Choose(server, embeddingModel: null);
        await using Memory memory = Build(models);

        MemoryAddResult added = await memory.AddAsync("I live in Porto", Alice, cancellationToken: Token);

        added.Facts.Should().ContainSingle();
        server.Requests.Select(request => request.Body.GetProperty("response_format").GetProperty("type").GetString())
            .Should().Equal("json_schema", "json_object");
    }

    [Fact]
    public Task AddAsync_WhenTheEmbedderRefusesTheKey_IsDeniedAccessAndNotRepeated() => IsDeniedAsync(Embedding, 401);

    [Fact]
    public Task AddAsync_WhenTheEmbedderFails_IsATransientErrorAfterTheSdksRepetition() =>
        FailsThenWorksAsync(Embedding, new LoopbackAnswer(500, ErrorJson), requests: 2, status: 500);

    [Fact]
    public Task AddAsync_WhenTheEmbedderAsksToWait_WaitsAndAsksAgain() => WaitsAsync(Embedding);

    [Fact]
    public Task AddAsync_WhenTheEmbeddersAnswerIsCutOff_IsATransientErrorAfterTheSdksRepetition() =>
        FailsThenWorksAsync(Embedding, new LoopbackAnswer(200, OneEmbedding) { IsCutOff = true }, requests: 2);

    [Fact]
    public async Task GenerateAsync_FromAServerThatSendsNumbers_ReadsThem()
    {
        await using LoopbackServer server = new(_ => (200, OneEmbedding));
        using ModelChoice models = Choose(server, embeddingModel: "embedding-model");

        GeneratedEmbeddings<Embedding<float>> vectors = await models.Embeddings.GenerateAsync(["a"], cancellationToken: Token);

        vectors.Should().ContainSingle().Which.Vector.ToArray().Should().Equal(0.5f, -2f);
    }

    [Fact]
    public async Task GenerateAsync_SendsTheTextsAndOrdersTheVectors()
    {
        await using LoopbackServer server = new(_ => (200, Embeddings));
        using ModelChoice models = Choose(server, embeddingModel: "embedding-model");

        GeneratedEmbeddings<Embedding<float>> vectors = await models.Embeddings.GenerateAsync(["a", "b"], cancellationToken: Token);

        vectors.Select(vector => vector.Vector.ToArray()).Should().BeEquivalentTo(
            new float[][] { [1f, 0f], [0f, 2f] }, options => options.WithStrictOrdering());
        vectors.Usage!.InputTokenCount.Should().Be(5);
        LoopbackRequest request = server.Requests.Should().ContainSingle().Which;
        request.Path.Should().Be("/v1/embeddings");
        request.Body.GetProperty("model").GetString().Should().Be("embedding-model");
        request.Body.GetProperty("input").EnumerateArray().Select(text => text.GetString()).Should().Equal("a", "b");
        models.Embeddings.Calls.Should().Be(1);
        models.Embeddings.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId.Should().Be("embedding-model");
    }

    [Fact]
    public async Task GetStreamingResponseAsync_GivesTheWholeAnswer()
    {
        await using LoopbackServer server = new(_ => (200, Completion("Hello", "length")));
        using ModelChoice models = Choose(server, embeddingModel: null);

        ChatResponse response = await models.ChatClient!.GetStreamingResponseAsync("Hi", cancellationToken: Token).ToChatResponseAsync(Token);

        response.Text.Should().Be("Hello");
        response.FinishReason.Should().Be(ChatFinishReason.Length);
        response.ModelId.Should().Be("chat-model");
    }

    [Fact]
    public async Task GetResponseAsync_WhenCancelled_EndsWithoutAnAnswer()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LoopbackServer server = new(_ =>
        {
            asked.TrySetResult();
            return GoodChat with { IsNeverSent = true };
        });
        using ModelChoice models = Choose(server, embeddingModel: null);
        using CancellationTokenSource cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<ChatResponse> call = models.ChatClient!.GetResponseAsync("Hi", cancellationToken: cancelling.Token);
        await asked.Task.WaitAsync(Token);
        await cancelling.CancelAsync();

        Func<Task> wait = () => call;
        await wait.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Run_WithAModel_SaysSoAndRemembersWhatItSays()
    {
        await using LoopbackServer server = new(request => request.Path.Contains("embedding", StringComparison.Ordinal)
            ? (200, Embeddings)
            : (200, Completion("""{"facts":["Lives in Porto"]}""")));
        using TemporaryFolder folder = new();
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["OPENAI_API_KEY"] = "secret",
            ["OPENAI_BASE_URL"] = $"{server.Address}/v1",
            ["OPENAI_MODEL"] = "chat-model",
        };
        string talk = folder.Write("talk.json", """[{"role":"user","content":"I live in Porto. Where do I live?"}]""");

        QuickstartRun run = await QuickstartRun.StartAsync(environment, talk, "--db", folder.Path("q.db"));

        run.ExitCode.Should().Be(0, run.Error);
        run.Lines[0].Should().Contain("chat-model (OpenAI API)");
        run.Lines.Should().Contain("ADD         Lives in Porto");
    }

    private const string OneEmbedding = """
        {"object":"list","model":"embedding-model","usage":{"prompt_tokens":5,"total_tokens":5},"data":[
          {"object":"embedding","index":0,"embedding":[0.5,-2]}]}
        """;

    private const string Embeddings = """
        {"object":"list","model":"embedding-model","usage":{"prompt_tokens":5,"total_tokens":5},"data":[
          {"object":"embedding","index":1,"embedding":"AAAAAAAAAEA="},{"object":"embedding","index":0,"embedding":"AACAPwAAAAA="}]}
        """;

    private protected override ModelChoice Choose(LoopbackServer server) => Choose(server, "embedding-model");

    private protected override string Answer(string text) => Completion(text);

    private protected override LoopbackAnswer Good(LoopbackRequest request) => IsTo(Embedding, request) ? (200, OneEmbedding) : GoodChat;

    private protected override bool IsTo(string service, LoopbackRequest request) => request.Path.Contains(service, StringComparison.Ordinal);

    private protected override bool AsksForTheSchema(LoopbackRequest request) =>
        request.Body.GetProperty("response_format").GetProperty("type").ValueEquals("json_schema");

    private static ModelChoice Choose(LoopbackServer server, string? embeddingModel) => ModelChoice.From(name => name switch
    {
        "OPENAI_API_KEY" => "secret",
        "OPENAI_BASE_URL" => $"{server.Address}/v1",
        "OPENAI_MODEL" => "chat-model",
        "OPENAI_EMBEDDING_MODEL" => embeddingModel,
        _ => null,
    });

    private static string Completion(string content, string finish = "stop") => $$$"""
        {"id":"c1","object":"chat.completion","created":1700000000,"model":"chat-model",
         "choices":[{"index":0,"finish_reason":"{{{finish}}}","message":{"role":"assistant","content":{{{JsonSerializer.Serialize(content)}}}}}],
         "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}
        """;
}
