using Mem0Sharp;
using Mem0Sharp.Testing;

namespace Snippets;

/// <summary>The code of docs/search.md, run for real.</summary>
internal static class Searching
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    public static async Task RunAsync()
    {
        await using Memory memory = new MemoryBuilder().UseSqlite("search.db").Build();
        await memory.AddAsync("I am allergic to peanuts.", Alice);
        await memory.AddAsync("I like green tea.", Alice);
        await FindAsync(memory, Alice);
        await PreferAsync(memory, Alice);
        await AssembleAsync(memory, Alice);
        await JudgeAsync();
        await MeasureAsync(memory);
    }

    private static async Task MeasureAsync(Memory memory)
    {
        // snippet: cosines
        if (await memory.MeasureCosinesAsync() is { } measured)
        {
            Console.WriteLine($"{measured.Pairs} pairs, {measured.EmbeddingModel}: {measured.Percentile5:F2} to {measured.Median:F2}");
        }
        // end-snippet
    }

    private static async Task FindAsync(Memory memory, MemoryScope alice)
    {
        await memory.AddAsync("She went to the sea with her sister.", alice, new MemoryAddOptions
        {
            Mode = MemoryAddMode.Verbatim,
            OccurredAt = new DateTimeOffset(2023, 5, 7, 0, 0, 0, TimeSpan.Zero),
        });

        // snippet: hybrid
        MemorySearchResults found = await memory.SearchAsync(
            "Where did she go in May 2023?", alice, new MemorySearchOptions { Explain = true });
        // end-snippet

        Console.WriteLine($"{found[0].Item.Text} ({found[0].Details!.Period:F0} for the time)");
    }

    private static async Task PreferAsync(Memory memory, MemoryScope alice)
    {
        foreach ((string text, int days) in ((string, int)[])[("She has lunch at the harbour.", 200), ("She has lunch at the market.", 1)])
        {
            await memory.AddAsync(
                text, alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, OccurredAt = TimeProvider.System.GetUtcNow().AddDays(-days) });
        }

        // snippet: recency
        MemorySearchResults recent = await memory.SearchAsync("Where does she have lunch?", alice, new MemorySearchOptions
        {
            Mode = MemorySearchMode.Hybrid,
            RecencyHalfLife = TimeSpan.FromDays(30),     // a memory of a month ago counts half as new as one of today
            SalienceHalfLife = TimeSpan.MaxValue,        // what FeedbackAsync praised counts more, however long ago
            Explain = true,
        });
        // end-snippet

        Console.WriteLine($"{recent[0].Item.Text} ({recent[0].Details!.FromRecency:F3} for being new)");
    }

    private static async Task AssembleAsync(Memory memory, MemoryScope alice)
    {
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

    private static async Task JudgeAsync()
    {
        MemoryScope alice = Alice;
        using ScriptedChatClient chat = new ScriptedChatClient().Reply("""{"grades":[{"memory":0,"grade":9}]}""");
        await using Memory memory = new MemoryBuilder().UseChatClient(chat).Build();
        await memory.AddAsync("She is allergic to peanuts.", alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim });

        // snippet: rerank
        MemorySearchResults judged = await memory.SearchAsync(
            "What may she eat?", alice, new MemorySearchOptions { Rerank = true, RerankDepth = 20, Top = 5 });
        if (judged.RerankFailure is { } type)
        {
            Console.WriteLine($"not judged ({type}): in the order of their scores");
        }
        // end-snippet

        Console.WriteLine($"{judged[0].Item.Text} (relevance {judged[0].Relevance:F1})");
    }
}
