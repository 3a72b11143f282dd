using Mem0Sharp.Testing;
using Mem0Sharp.Tests.Ask;
using Mem0Sharp.Tests.Search.Rerank;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.Tests.Hosting;

public sealed class AddMem0SharpTests
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddMem0Sharp_WithNothingElseRegistered_GivesAMemoryThatWorks()
    {
        await using ServiceProvider provider = Build(services => services.AddMem0Sharp());

        Memory memory = provider.GetRequiredService<Memory>();
        await memory.AddAsync("I like green tea.", Alice, cancellationToken: Token);

        (await memory.SearchAsync("green tea", Alice, cancellationToken: Token)).Should().ContainSingle();
        memory.EmbeddingModel.Should().Be(LexicalEmbeddingGenerator.ModelId);
    }

    [Fact]
    public async Task AddMem0Sharp_InTwoScopes_GivesTheSameMemory()
    {
        await using ServiceProvider provider = Build(services => services.AddMem0Sharp());
        using IServiceScope first = provider.CreateScope();
        using IServiceScope second = provider.CreateScope();

        Memory memory = first.ServiceProvider.GetRequiredService<Memory>();

        second.ServiceProvider.GetRequiredService<Memory>().Should().BeSameAs(memory);
    }

    [Fact]
    public async Task AddMem0Sharp_WhenAScopeEnds_LeavesTheMemoryOpen()
    {
        await using ServiceProvider provider = Build(services => services.AddMem0Sharp());
        using (IServiceScope scope = provider.CreateScope())
        {
            scope.ServiceProvider.GetRequiredService<Memory>();
        }

        Func<Task> count = () => provider.GetRequiredService<Memory>().CountAsync(Alice, cancellationToken: Token);

        await count.Should().NotThrowAsync();
    }

    [Fact]
    public void AddMem0Sharp_CalledTwice_RegistersOneMemory()
    {
        ServiceCollection services = new();

        services.AddMem0Sharp().AddMem0Sharp();

        services.Should().ContainSingle(service => service.ServiceType == typeof(Memory));
    }

    [Fact]
    public async Task AddMem0Sharp_CalledTwice_AddsSettingsAndCompositionsUp()
    {
        List<string> ran = [];
        DisposalCountingStore store = new();
        ServiceCollection services = new();
        services.AddMem0Sharp(options => options.CandidatesPerFact = 7, (_, builder) =>
        {
            ran.Add("first");
            builder.UseVectorStore(store);
        });
        services.AddMem0Sharp(options => ran.Add($"settings {options.CandidatesPerFact}"), (_, _) => ran.Add("second"));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Memory memory = provider.GetRequiredService<Memory>();
        await memory.AddAsync("I like green tea.", Alice, cancellationToken: Token);
        await memory.SearchAsync("tea", Alice, cancellationToken: Token);

        ran.Should().Equal("first", "second", "settings 7");
        store.Searches.Should().Be(1);
    }

    [Fact]
    public async Task AddMem0Sharp_WithAChatClientInTheContainer_AsksIt()
    {
        StubChatClient chat = StubChatClient.Replying("""{"facts":[{"text":"Likes green tea","messages":[0]}]}""");
        await using ServiceProvider provider = Build(services => services.AddMem0Sharp().AddSingleton<IChatClient>(chat));

        MemoryAddResult result = await provider.GetRequiredService<Memory>().AddAsync("I drink green tea.", Alice, cancellationToken: Token);

        chat.Calls.Should().ContainSingle();
        result.Items.Single().Text.Should().Be("Likes green tea");
    }

    [Fact]
    public async Task AddMem0Sharp_WithAnEmbeddingGeneratorInTheContainer_EmbedsByIt()
    {
        DeterministicEmbeddingGenerator embeddings = new();
        await using ServiceProvider provider = Build(
            services => services.AddMem0Sharp().AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(embeddings));

        await provider.GetRequiredService<Memory>().AddAsync("I like green tea.", Alice, cancellationToken: Token);

        embeddings.TextCount.Should().Be(1);
    }

    [Fact]
    public async Task AddMem0Sharp_WithExtractorAndArbiterInTheContainer_PrefersThemToTheChatClient()
    {
        StubChatClient chat = StubChatClient.Replying("{}");
        await using ServiceProvider provider = Build(services => services
            .AddMem0Sharp()
            .AddSingleton<IChatClient>(chat)
            .AddSingleton<IFactExtractor, RuleFactExtractor>()
            .AddSingleton<IMemoryArbiter, RuleMemoryArbiter>());
        Memory memory = provider.GetRequiredService<Memory>();

        await memory.AddAsync("I like green tea.", Alice, cancellationToken: Token);
        await memory.AddAsync("I own a bicycle.", Alice, cancellationToken: Token);

        (await memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(2);
        chat.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task AddMem0Sharp_WithARerankerInTheContainer_PrefersItToTheChatClient()
    {
        StubChatClient chat = StubChatClient.Replying("{}");
        StubReranker reranker = new((_, memories) => [.. memories.Select(_ => 0.5)]);
        MemoryBuilder? composed = null;
        await using ServiceProvider provider = Build(services => services
            .AddMem0Sharp(build: (_, builder) => composed = builder)
            .AddSingleton<IChatClient>(chat)
            .AddSingleton<IMemoryReranker>(reranker));
        provider.GetRequiredService<Memory>();
        await using MemoryParts parts = composed!.Parts();

        RerankedHits reranked = await parts.Reranking!.RerankAsync(
            "tea", [new SearchHit(new MemoryItem { Id = "a", Text = "Likes tea", Scope = Alice }, 0.9)], depth: 1, Token);

        reranked.Hits.Single().Relevance.Should().Be(0.5);
        chat.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task AddMem0Sharp_WithAClockAndALoggerInTheContainer_UsesBoth()
    {
        DateTimeOffset now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        CollectingLogger logger = new(LogLevel.Debug);
        await using ServiceProvider provider = Build(services => services
            .AddMem0Sharp()
            .AddSingleton<TimeProvider>(new ManualTimeProvider(now))
            .AddSingleton<ILoggerFactory>(new OneLoggerFactory(logger)));

        MemoryAddResult result = await provider.GetRequiredService<Memory>().AddAsync("I like tea.", Alice, cancellationToken: Token);

        result.Items.Single().CreatedAt.Should().Be(now);
        logger.Entries.Should().Contain(entry => entry.Event == MemoryLogEvents.Added);
    }

    [Fact]
    public async Task AddMem0Sharp_WithAComposition_PutsItAfterWhatTheContainerHas()
    {
        DeterministicEmbeddingGenerator fromContainer = new();
        DeterministicEmbeddingGenerator composed = new();
        await using ServiceProvider provider = Build(services => services
            .AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(fromContainer)
            .AddMem0Sharp(build: (_, builder) => builder.UseEmbeddings(composed, "composed")));

        await provider.GetRequiredService<Memory>().AddAsync("I like green tea.", Alice, cancellationToken: Token);

        (composed.TextCount, fromContainer.TextCount).Should().Be((1, 0));
    }

    [Fact]
    public void AddMem0Sharp_OfACompositionThatChangesSettings_LeavesTheHostsSettings()
    {
        using ServiceProvider provider = Build(services => services.AddMem0Sharp(
            build: (_, builder) => builder.Configure(options => options.CandidatesPerFact = 9)));
        provider.GetRequiredService<Memory>();

        provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<MemoryOptions>>().Value.CandidatesPerFact.Should().Be(5);
    }

    [Fact]
    public async Task DisposeAsync_OfTheProvider_DisposesTheMemory()
    {
        ServiceProvider provider = Build(services => services.AddMem0Sharp());
        Memory memory = provider.GetRequiredService<Memory>();

        await provider.DisposeAsync();

        await Counting(memory).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Dispose_OfTheProvider_DisposesTheMemoryWithoutAwaiting()
    {
        ServiceProvider provider = Build(services => services.AddMem0Sharp());
        Memory memory = provider.GetRequiredService<Memory>();
        await memory.AddAsync("I like green tea.", Alice, cancellationToken: Token);

#pragma warning disable CA1849, MA0042 // The synchronous way is what is tested.
        provider.Dispose();
#pragma warning restore CA1849, MA0042

        await Counting(memory).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task DisposeAsync_OfTheProvider_DisposesItsOwnStoreExactlyOnce()
    {
        ServiceProvider provider = Build(services => services.AddMem0Sharp().AddSingleton<IVectorStore, DisposalCountingStore>());
        await provider.GetRequiredService<Memory>().AddAsync("I like green tea.", Alice, cancellationToken: Token);
        DisposalCountingStore store = (DisposalCountingStore)provider.GetRequiredService<IVectorStore>();

        await provider.DisposeAsync();

        store.Disposals.Should().Be(1);
    }

    [Fact]
    public async Task DisposeAsync_OfTheMemory_LeavesTheContainersStoreOpen()
    {
        DisposalCountingStore store = new();
        await using ServiceProvider provider = Build(services => services.AddMem0Sharp().AddSingleton<IVectorStore>(store));

        await provider.GetRequiredService<Memory>().DisposeAsync();

        store.Disposals.Should().Be(0);
    }

    [Fact]
    public async Task DisposeAsync_OfTheMemory_DisposesAStoreThatACompositionGave()
    {
        DisposalCountingStore store = new();
        await using ServiceProvider provider = Build(services => services.AddMem0Sharp(build: (_, builder) => builder.UseVectorStore(store)));

        await provider.GetRequiredService<Memory>().DisposeAsync();

        store.Disposals.Should().Be(1);
    }

    private static Func<Task> Counting(Memory memory) => () => memory.CountAsync(Alice, cancellationToken: Token);

    private static ServiceProvider Build(Action<IServiceCollection> register)
    {
        ServiceCollection services = new();
        register(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    [Fact]
    public async Task Dispose_OfAContainerWithStoresOfItsOwn_WorksSynchronously()
    {
        ServiceCollection services = new();
        services.AddSingleton<IVectorStore, InMemoryVectorStore>();
        services.AddSingleton<IHistoryStore, InMemoryHistoryStore>();
        services.AddMem0Sharp();
        ServiceProvider provider = services.BuildServiceProvider();
        Memory memory = provider.GetRequiredService<Memory>();
        await memory.OpenAsync(TestContext.Current.CancellationToken);

        provider.Invoking(container => container.Dispose()).Should().NotThrow();
        await memory.Awaiting(disposed => disposed.OpenAsync()).Should().ThrowAsync<ObjectDisposedException>();
    }
}
