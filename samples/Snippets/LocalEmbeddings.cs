using Mem0Sharp;
using Mem0Sharp.LocalEmbeddings;
using Mem0Sharp.Testing;

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
    }
}
