using Mem0Sharp.Testing;
using Quickstart;

namespace Mem0Sharp.Tests.Samples;

/// <summary>What a memory makes of a service that fails, with an SDK between them: over the wire to a server of ours. Each SDK asks again once.</summary>
public abstract class ChatServiceContract
{
    private protected const string Chat = "chat";

    private protected static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Gets the body of an answer that is an error.</summary>
    private protected abstract string ErrorJson { get; }

    /// <summary>Gets a value indicating whether the SDK itself asks again when an answer ends in the middle.</summary>
    private protected abstract bool RepeatsWhatIsCutOff { get; }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public Task AddAsync_WhenTheKeyIsRefused_IsDeniedAccessAndNotRepeated(int status) => IsDeniedAsync(Chat, status);

    [Theory]
    [InlineData(408, null)]
    [InlineData(429, 1)]
    [InlineData(500, null)]
    [InlineData(503, null)]
    public Task AddAsync_WhenTheServiceFails_IsATransientErrorAfterTheSdksRepetition(int status, int? retryAfterSeconds) =>
        FailsThenWorksAsync(Chat, new LoopbackAnswer(status, ErrorJson) { RetryAfterSeconds = retryAfterSeconds }, requests: 2, status);

    [Fact]
    public Task AddAsync_WhenTheServiceAsksToWait_WaitsAndAsksAgain() => WaitsAsync(Chat);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public Task AddAsync_WhenTheAnswerIsCutOff_IsATransientErrorAfterOnesRepetitions(int ours) =>
        FailsThenWorksAsync(
            Chat,
            GoodChat with { IsCutOff = true },
            requests: RepeatsWhatIsCutOff ? 2 : 1 + ours,
            build: builder => builder.Configure(options => options.ServiceRetries = ours));

    [Fact]
    public async Task AddAsync_WhenOneAnswerIsCutOff_TakesTheNext()
    {
        int answers = 0;
        await using LoopbackServer server = new(_ => GoodChat with { IsCutOff = Interlocked.Increment(ref answers) == 1 });
        using ModelChoice models = Choose(server);
        await using Memory memory = new MemoryBuilder().UseChatClient(models.ChatClient!).Build();

        MemoryAddResult added = await memory.AddAsync("I live in Porto", Alice, cancellationToken: Token);

        added.Facts.Should().ContainSingle().Which.Outcome.Should().Be(FactOutcome.Added);
        server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task AddAsync_WhenTheServiceIsSilent_FailsAtTheTimeLimit()
    {
        // It is up as soon as the service is asked, however slow this machine is.
        ManualTimeProvider time = new();
        await FailsThenWorksAsync(
            Chat,
            GoodChat with { IsNeverSent = true },
            requests: 1,
            build: builder => builder.UseTimeProvider(time).Configure(options => options.ServiceRetries = 0),
            says: "did not answer in time",
            whenAsked: () => _ = Task.Run(() => time.Advance(TimeSpan.FromSeconds(30))));
    }

    [Fact]
    public async Task AddAsync_WhenNobodyListens_IsATransientError()
    {
        LoopbackServer server = new(_ => GoodChat);
        await server.DisposeAsync();
        using ModelChoice models = Choose(server);
        await using Memory memory = Build(models);

        Func<Task> add = () => memory.AddAsync("I live in Porto", Alice, cancellationToken: Token);

        MemoryNetworkException error = (await add.Should().ThrowAsync<MemoryNetworkException>()).Which;
        (error.Service, error.IsTransient).Should().Be((Chat, true));
        error.Message.Should().Contain("could not be reached");
    }

    /// <summary>Chooses the models of the server.</summary>
    private protected abstract ModelChoice Choose(LoopbackServer server);

    /// <summary>Makes a chat model's answer.</summary>
    private protected abstract string Answer(string text);

    /// <summary>Tells whether a request for chat asks for the schema.</summary>
    private protected abstract bool AsksForTheSchema(LoopbackRequest request);

    /// <summary>Answers a request as a service does that is well.</summary>
    private protected virtual LoopbackAnswer Good(LoopbackRequest request) => GoodChat;

    /// <summary>Tells which service a request is to.</summary>
    private protected virtual bool IsTo(string service, LoopbackRequest request) => true;

    private protected LoopbackAnswer GoodChat => (200, Answer("""{"facts":[{"text":"Lives in Porto","messages":[0]}]}"""));

    private protected static Memory Build(ModelChoice models, Action<MemoryBuilder>? build = null)
    {
        MemoryBuilder builder = new MemoryBuilder().UseChatClient(models.ChatClient!).UseEmbeddings(models.Embeddings);
        build?.Invoke(builder);
        return builder.Build();
    }

    private protected async Task IsDeniedAsync(string service, int status)
    {
        await using LoopbackServer server = new(request => IsTo(service, request) ? (status, ErrorJson) : Good(request));
        using ModelChoice models = Choose(server);
        await using Memory memory = Build(models);

        Func<Task> add = () => memory.AddAsync("I live in Porto", Alice, cancellationToken: Token);

        MemoryAccessDeniedException error = (await add.Should().ThrowAsync<MemoryAccessDeniedException>()).Which;
        (error.Resource, error.IsTransient).Should().Be((service, false));
        error.Suggestion.Should().Contain("key of the service");
        server.Requests.Count(request => IsTo(service, request)).Should().Be(1);
        (await memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
    }

    /// <summary>A service fails: the error passes, nothing is written, and once the service is well the same memory works, with its schema.</summary>
    private protected async Task FailsThenWorksAsync(
        string service,
        LoopbackAnswer failure,
        int requests,
        int? status = null,
        Action<MemoryBuilder>? build = null,
        string? says = null,
        Action? whenAsked = null)
    {
        bool fails = true;
        await using LoopbackServer server = new(request =>
        {
            if (!fails || !IsTo(service, request))
            {
                return Good(request);
            }

            whenAsked?.Invoke();
            return failure;
        });
        using ModelChoice models = Choose(server);
        await using Memory memory = Build(models, build);

        Func<Task> add = () => memory.AddAsync("I live in Porto", Alice, cancellationToken: Token);

        MemoryNetworkException error = (await add.Should().ThrowAsync<MemoryNetworkException>()).Which;
        (error.Service, error.IsTransient).Should().Be((service, true));
        error.DebugInfo.GetValueOrDefault("http_status").Should().Be(status);
        error.Message.Should().Contain(says ?? service);
        server.Requests.Count(request => IsTo(service, request)).Should().Be(requests);
        (await memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);

        fails = false;
        MemoryAddResult added = await memory.AddAsync("I live in Porto", Alice, cancellationToken: Token);

        added.Facts.Should().ContainSingle().Which.Outcome.Should().Be(FactOutcome.Added);
        server.Requests.Count(request => IsTo(service, request)).Should().Be(requests + 1);
        server.Requests.Where(request => IsTo(Chat, request)).Should().OnlyContain(request => AsksForTheSchema(request), "an outage says nothing about the schema");
    }

    private protected async Task WaitsAsync(string service)
    {
        int refusals = 0;
        await using LoopbackServer server = new(request => IsTo(service, request) && Interlocked.Increment(ref refusals) == 1
            ? new LoopbackAnswer(429, ErrorJson) { RetryAfterSeconds = 1 }
            : Good(request));
        using ModelChoice models = Choose(server);
        await using Memory memory = Build(models);
        long started = TimeProvider.System.GetTimestamp();

        MemoryAddResult added = await memory.AddAsync("I live in Porto", Alice, cancellationToken: Token);

        added.Facts.Should().ContainSingle();
        TimeProvider.System.GetElapsedTime(started).Should().BeGreaterThan(TimeSpan.FromMilliseconds(900), "the service said one second");
        server.Requests.Count(request => IsTo(service, request)).Should().Be(2);
    }
}
