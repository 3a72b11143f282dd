using Mem0Sharp;
using Mem0Sharp.LocalEmbeddings;
using Mem0Sharp.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>The code of docs/local-embeddings.md, run for real.</summary>
internal static class LocalEmbeddings
{
    public static async Task RunAsync()
    {
        // snippet: local-embeddings
        await using var memory = new MemoryBuilder()
            .UseEmbeddings(new LocalEmbeddingGenerator())
            .Build();
        // end-snippet

        MemoryScope alice = MemoryScope.ForUser("alice");
        MemoryAddOptions asItIs = new() { Mode = MemoryAddMode.Verbatim };
        await memory.AddAsync("Alice moved to Berlin", alice, asItIs);
        Console.WriteLine((await memory.SearchAsync("Where does she live?", alice))[0].Item.Text);

        using DeterministicEmbeddingGenerator embeddings = new();

        // snippet: another-embedder
        await using var better = new MemoryBuilder()
            .UseEmbeddings(embeddings)
            .Build();
        // end-snippet
        await better.AddAsync("Alice moved to Berlin", alice, asItIs);
        await HostAsync();
    }

    private static async Task HostAsync()
    {
        ServiceCollection services = new();
        // snippet: local-embeddings-host
        services.AddLocalEmbeddings();      // steps back where the host registers a generator of its own
        services.AddMem0Sharp();
        // end-snippet

        await using ServiceProvider provider = services.BuildServiceProvider();
        Console.WriteLine($"embeds with {provider.GetRequiredService<Memory>().EmbeddingModel}");
    }
}
