using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.LocalEmbeddings.Tests;

public sealed class AddLocalEmbeddingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Memory_OfAHostWithLocalEmbeddings_FindsByMeaning()
    {
        await using ServiceProvider provider = new ServiceCollection().AddMem0Sharp().AddLocalEmbeddings().BuildServiceProvider();
        Memory memory = provider.GetRequiredService<Memory>();
        MemoryScope alice = MemoryScope.ForUser("alice");
        foreach (string text in (string[])["Alice moved to Berlin", "Alice likes tea without sugar"])
        {
            await memory.AddAsync(text, alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        }

        memory.EmbeddingModel.Should().Be(LocalEmbeddingGenerator.ModelId);
        (await memory.SearchAsync("Where does she live?", alice, cancellationToken: Token))[0].Item.Text.Should().Be("Alice moved to Berlin");
    }

    [Fact]
    public async Task Memory_OfAHostWithout_ComparesWords()
    {
        await using ServiceProvider provider = new ServiceCollection().AddMem0Sharp().BuildServiceProvider();

        provider.GetRequiredService<Memory>().EmbeddingModel.Should().Be(LexicalEmbeddingGenerator.ModelId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Generator_OfTheHostsOwn_IsUsedInItsPlace(bool isFirst)
    {
        using LexicalEmbeddingGenerator own = new();
        ServiceCollection services = new();
        if (isFirst)
        {
            services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(own);
        }

        services.AddLocalEmbeddings();
        if (!isFirst)
        {
            services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(own);
        }

        await using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().Should().BeSameAs(own);
    }

    [Fact]
    public async Task AddLocalEmbeddings_CalledTwice_RegistersOneForTheWholeHost()
    {
        await using ServiceProvider provider = new ServiceCollection().AddLocalEmbeddings().AddLocalEmbeddings().BuildServiceProvider();

        IEmbeddingGenerator<string, Embedding<float>> generator = provider.GetServices<IEmbeddingGenerator<string, Embedding<float>>>()
            .Should().ContainSingle().Which.Should().BeOfType<LocalEmbeddingGenerator>().Subject;
        provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().Should().BeSameAs(generator);
    }

    [Fact]
    public async Task Generator_OfAHostThatLogs_LogsWhatItCuts()
    {
        RecordingLogger logger = new();
        await using ServiceProvider provider = new ServiceCollection()
            .AddSingleton<ILogger<LocalEmbeddingGenerator>>(logger)
            .AddLocalEmbeddings()
            .BuildServiceProvider();

        await provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>()
            .GenerateAsync([string.Concat(Enumerable.Repeat("the ", 200))], cancellationToken: Token);

        logger.Messages.Should().ContainSingle();
    }

    [Fact]
    public void AddLocalEmbeddings_WithoutACollection_ThrowsArgumentNullException() =>
        FluentActions.Invoking(() => LocalEmbeddingServiceCollectionExtensions.AddLocalEmbeddings(null!)).Should().Throw<ArgumentNullException>();
}
