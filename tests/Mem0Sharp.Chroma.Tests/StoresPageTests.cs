using static Mem0Sharp.Chroma.Tests.ChromaFixture;

namespace Mem0Sharp.Chroma.Tests;

/// <summary>What docs/stores.md shows, run.</summary>
public sealed class StoresPageTests(SharedServer server)
{
    private static string? ApiKey => null;

    [Fact]
    public async Task ExampleStore_PassesTheSuite()
    {
        VectorStoreConformance suite = new(_ => Task.FromResult<IVectorStore>(new ExampleStore()));
        await suite.RunAllAsync(Token);
    }

    [Fact]
    public async Task Chroma_AsThePageSetsItUp_FindsWhatWasStored()
    {
        ChromaStoreOptions ours = await server.OptionsAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-");
        try
        {
            await RunAsync(Path.Combine(folder.FullName, "memories.db"), ours.Endpoint, ours.Collection);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string path, Uri address, string collection)
    {
        await using Memory memory = new MemoryBuilder()
            .UseSqlite(path)
            .UseChroma(new ChromaStoreOptions { Endpoint = address, Collection = collection, Token = ApiKey })
            .Build();

        await StoreAsync(memory, "likes tea");
        await HasEverythingAsync(memory);
        await memory.RebuildAsync(new Progress<RebuildProgress>(step => Console.WriteLine($"{step.Reached} of {step.Last}")), Token);
        await HasEverythingAsync(memory);
    }
}
