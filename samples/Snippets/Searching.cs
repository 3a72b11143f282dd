using Mem0Sharp;

namespace Snippets;

/// <summary>The code of docs/search.md, run for real.</summary>
internal static class Searching
{
    public static async Task RunAsync()
    {
        await using Memory memory = new MemoryBuilder().UseSqlite("search.db").Build();
        MemoryScope alice = MemoryScope.ForUser("alice");
        await memory.AddAsync("I am allergic to peanuts.", alice);
        await memory.AddAsync("I like green tea.", alice);

        // snippet: context
        MemoryContext context = await memory.GetContextAsync("What may she eat?", alice, new MemoryContextOptions
        {
            MaxTokens = 500,                       // of the whole text
            CountTokens = text => text.Length,     // your model's tokenizer; without it, an estimate
        });
        string prompt = $"{context.Text}\nWhat may she eat?";
        // end-snippet

        Console.WriteLine($"{context.Items.Count} memories, {context.TokenCount} of 500 tokens, {context.LeftOutCount} left out");
        Console.WriteLine(prompt.Length > 0);
    }
}
