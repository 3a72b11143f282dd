using Mem0Sharp;
using Microsoft.Extensions.AI;

namespace Snippets;

/// <summary>The code of docs/extraction.md, run for real.</summary>
internal static class Extraction
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    public static async Task RunAsync()
    {
        await using Memory memory = new MemoryBuilder().UseSqlite("extraction.db").Build();
        await ReportAsync(memory);
        await ChooseModeAsync(memory);
        await KeepAgentFactsAsync(memory);
        await ExplainAsync(memory);
        await memory.ResetAsync();
    }

    private static async Task ReportAsync(Memory memory)
    {
        // snippet: report
        MemoryAddResult added = await memory.AddAsync("I moved to Lisbon. I don't eat fish any more.", Alice);

        foreach (FactResult fact in added.Facts)
        {
            Console.WriteLine($"{fact.Outcome}: {fact.Fact.Text} {fact.Reason}");
        }
        // end-snippet
    }

    private static async Task ChooseModeAsync(Memory memory)
    {
        // snippet: mode
        await memory.AddAsync("My passport number is X1234567.", Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim });
        // end-snippet
    }

    private static async Task KeepAgentFactsAsync(Memory memory)
    {
        // snippet: subject
        ChatMessage[] turn =
        [
            new(ChatRole.User, "Which languages can you translate?"),
            new(ChatRole.Assistant, "I translate French and Japanese."),
        ];
        await memory.AddAsync(turn, MemoryScope.ForAgent("translator"));                                       // about the agent
        await memory.AddAsync(turn, Alice, new MemoryAddOptions { Subject = FactSubject.Both });               // about both
        // end-snippet
    }

    private static async Task ExplainAsync(Memory memory)
    {
        // snippet: context
        await memory.AddAsync(
            [new ChatMessage(ChatRole.User, "Rex, after my grandfather.")],
            Alice,
            new MemoryAddOptions
            {
                Context = [new ChatMessage(ChatRole.Assistant, "What will you call the dog?")],
                OccurredAt = new DateTimeOffset(2026, 3, 2, 18, 0, 0, TimeSpan.Zero),
                ExtractionInstructions = "Keep what a vet would need to know.",
            });
        // end-snippet
    }
}
