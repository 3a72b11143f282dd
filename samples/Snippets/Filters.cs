using System.Text.Json.Nodes;
using Mem0Sharp;

namespace Snippets;

/// <summary>The code of docs/filters.md, run for real.</summary>
internal static class Filters
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    public static async Task RunAsync()
    {
        await using Memory memory = new MemoryBuilder().UseSqlite("filters.db").Build();
        await memory.AddAsync("The trip to Oslo costs 1,200", Alice, new MemoryAddOptions
        {
            Mode = MemoryAddMode.Verbatim,
            Tags = ["work"],
            Metadata = new JsonObject { ["status"] = "open", ["trip"] = new JsonObject { ["price"] = 1_200 } },
        });

        // snippet: build
        MemoryFilter open = MemoryField.Metadata("status").EqualTo("open")
            & MemoryField.Metadata("trip.price").AtLeast(1_000)
            & !MemoryField.Tags.EqualTo("private");

        MemorySearchResults hits = await memory.SearchAsync(
            "What did the trips cost?", Alice, new MemorySearchOptions { Filter = open, Top = 3 });
        long count = await memory.CountAsync(Alice, new MemoryListOptions { Filter = open });
        // end-snippet

        // snippet: json
        MemoryFilter parsed = MemoryFilter.Parse("""
            {"AND": [{"status": "open"}, {"trip.price": {"gte": 1000, "lt": 5000}}], "NOT": [{"tags": "private"}]}
            """);
        string json = parsed.ToJson();   // reads back to an equal filter
        // end-snippet

        Console.WriteLine($"{hits.Count} of {count}: {json}");

        // snippet: delete
        int deleted = await memory.DeleteAllAsync(
            Alice, MemoryField.Metadata("status").EqualTo("open") & MemoryField.CreatedAt.LessThan(DateTimeOffset.MaxValue));
        // end-snippet

        Console.WriteLine($"{deleted} deleted.");
    }
}
