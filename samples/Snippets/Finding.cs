using Mem0Sharp;

namespace Snippets;

/// <summary>The code of docs/search.md, run for real.</summary>
internal static class Finding
{
    public static async Task RunAsync()
    {
        await using Memory memory = new MemoryBuilder().Build();
        MemoryScope alice = MemoryScope.ForUser("alice");
        await memory.AddAsync("She went to the sea with her sister.", alice, new MemoryAddOptions
        {
            Mode = MemoryAddMode.Verbatim,
            OccurredAt = new DateTimeOffset(2023, 5, 7, 0, 0, 0, TimeSpan.Zero),
        });

        // snippet: hybrid
        MemorySearchResults found = await memory.SearchAsync(
            "Where did she go in May 2023?", alice, new MemorySearchOptions { Mode = MemorySearchMode.Hybrid, Explain = true });
        // end-snippet

        Console.WriteLine($"{found[0].Item.Text} ({found[0].Details!.Period:F0} for the time)");
    }
}
