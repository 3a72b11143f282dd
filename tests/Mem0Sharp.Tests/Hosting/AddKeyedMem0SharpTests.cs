using Mem0Sharp.Testing;
using Mem0Sharp.Tests.Ask;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Mem0Sharp.Tests.Hosting;

public sealed class AddKeyedMem0SharpTests
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddKeyedMem0Sharp_TwiceWithFilesOfTheirOwn_KeepsThemApart()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-hosting-");
        try
        {
            string[] files = [Path.Combine(folder.FullName, "sales.db"), Path.Combine(folder.FullName, "support.db")];
            await using (ServiceProvider provider = Build(services => services
                .AddKeyedMem0Sharp("sales", options => options.DatabasePath = files[0])
                .AddKeyedMem0Sharp("support", options => options.DatabasePath = files[1])))
            {
                Memory sales = provider.GetRequiredKeyedService<Memory>("sales");
                Memory support = provider.GetRequiredKeyedService<Memory>("support");

                await sales.AddAsync("I like green tea.", Alice, cancellationToken: Token);

                (await sales.CountAsync(Alice, cancellationToken: Token)).Should().Be(1);
                (await support.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
            }

            files.Should().OnlyContain(file => File.Exists(file));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task AddKeyedMem0Sharp_BesideOneWithoutKey_GivesTwoMemories()
    {
        await using ServiceProvider provider = Build(services => services.AddMem0Sharp().AddKeyedMem0Sharp("other"));

        provider.GetRequiredKeyedService<Memory>("other").Should().NotBeSameAs(provider.GetRequiredService<Memory>());
    }

    [Fact]
    public async Task AddKeyedMem0Sharp_Alone_LeavesTheUnkeyedServiceUnregistered()
    {
        await using ServiceProvider provider = Build(services => services.AddKeyedMem0Sharp("only"));

        provider.GetService<Memory>().Should().BeNull();
        provider.GetKeyedService<Memory>("only").Should().NotBeNull();
    }

    [Fact]
    public async Task AddKeyedMem0Sharp_WithoutAKey_IsTheUnkeyedMemory()
    {
        await using ServiceProvider provider = Build(services => services.AddKeyedMem0Sharp(serviceKey: null).AddMem0Sharp());

        provider.GetServices<Memory>().Should().ContainSingle();
    }

    [Fact]
    public async Task AddKeyedMem0Sharp_CalledTwiceForAKey_RegistersOneMemory()
    {
        await using ServiceProvider provider = Build(services => services.AddKeyedMem0Sharp("a").AddKeyedMem0Sharp("a"));

        provider.GetKeyedServices<Memory>("a").Should().ContainSingle();
    }

    [Fact]
    public async Task AddKeyedMem0Sharp_WithChatClientsOfBothKinds_AsksTheKeyedOne()
    {
        StubChatClient keyed = StubChatClient.Replying("""{"facts":[]}""");
        StubChatClient unkeyed = StubChatClient.Replying("""{"facts":[]}""");
        await using ServiceProvider provider = Build(services => services
            .AddKeyedMem0Sharp("a")
            .AddKeyedMem0Sharp("b")
            .AddKeyedSingleton<IChatClient>("a", keyed)
            .AddSingleton<IChatClient>(unkeyed));

        await provider.GetRequiredKeyedService<Memory>("a").AddAsync("I like tea.", Alice, cancellationToken: Token);
        (keyed.Calls.Count, unkeyed.Calls.Count).Should().Be((1, 0));

        await provider.GetRequiredKeyedService<Memory>("b").AddAsync("I like tea.", Alice, cancellationToken: Token);
        (keyed.Calls.Count, unkeyed.Calls.Count).Should().Be((1, 1));
    }

    [Fact]
    public async Task AddKeyedMem0Sharp_WithPartsUnderItsKey_UsesAllOfThem()
    {
        DeterministicEmbeddingGenerator embeddings = new();
        DisposalCountingStore store = new();
        InMemoryHistoryStore history = new();
        await using ServiceProvider provider = Build(services => services
            .AddKeyedMem0Sharp("a")
            .AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>("a", embeddings)
            .AddKeyedSingleton<IVectorStore>("a", store)
            .AddKeyedSingleton<IHistoryStore>("a", history)
            .AddKeyedSingleton<IFactExtractor>("a", new RuleFactExtractor())
            .AddKeyedSingleton<IMemoryArbiter>("a", new RuleMemoryArbiter())
            .AddSingleton<IChatClient>(StubChatClient.Replying("not asked: the extractor and the arbiter come first")));
        Memory memory = provider.GetRequiredKeyedService<Memory>("a");

        await memory.AddAsync("I like green tea.", Alice, cancellationToken: Token);
        await memory.AddAsync("I own a bicycle.", Alice, cancellationToken: Token);

        embeddings.TextCount.Should().Be(2);
        store.Searches.Should().Be(1);
        (await history.CountAsync(Alice, activeAt: null, filter: null, Token)).Should().Be(2);
    }

    [Fact]
    public async Task AddKeyedMem0Sharp_WithCompositions_RunsThoseOfItsKeyOnly()
    {
        List<string> ran = [];
        await using ServiceProvider provider = Build(services => services
            .AddMem0Sharp(build: (_, _) => ran.Add("none"))
            .AddKeyedMem0Sharp("a", build: (_, _) => ran.Add("a"))
            .AddKeyedMem0Sharp("b", build: (_, _) => ran.Add("b")));

        provider.GetRequiredKeyedService<Memory>("a");

        ran.Should().Equal("a");
    }

    [Fact]
    public async Task AddKeyedMem0Sharp_WhenTwoWouldShareAStore_RefusesTheSecond()
    {
        await using ServiceProvider provider = Build(services => services
            .AddKeyedMem0Sharp("a")
            .AddKeyedMem0Sharp("b")
            .AddSingleton<IVectorStore, DisposalCountingStore>());
        provider.GetRequiredKeyedService<Memory>("a");

        Func<Memory> second = () => provider.GetRequiredKeyedService<Memory>("b");

        second.Should().Throw<MemoryConfigurationException>().WithMessage("*IVectorStore*");
    }

    private static ServiceProvider Build(Action<IServiceCollection> register)
    {
        ServiceCollection services = new();
        register(services);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
