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
        await MoveAsync();
    }

    private static async Task MoveAsync()
    {
        MemoryScope alice = MemoryScope.ForUser("alice");
        await using (Memory former = new MemoryBuilder().UseSqlite("notes.db").Build())
        {
            await former.AddAsync("Alice moved to Berlin", alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim });
        }

        // snippet: reembed
        await using var moving = new MemoryBuilder()
            .UseSqlite("notes.db")
            .UseEmbeddings(new LocalEmbeddingGenerator())
            .UsePreviousEmbeddings(new LexicalEmbeddingGenerator())
            .Build();
        await moving.ReembedAsync(new Progress<ReembedProgress>(step => Console.WriteLine($"{step.Done} of {step.Total} texts")));
        // end-snippet

        Console.WriteLine($"the file is of {moving.EmbeddingModel} now");
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
