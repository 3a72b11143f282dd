using System.Text.RegularExpressions;
using Mem0Sharp;
using Mem0Sharp.Testing;
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
        await AddManyAsync(memory);
        await FallBackAsync();
        await KeepAsync("kept.db");
        await RedactAsync();
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

        // snippet: single
        await memory.AddAsync("I moved to Porto.", Alice, new MemoryAddOptions { SingleModelCall = true });
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

    private static async Task AddManyAsync(Memory memory)
    {
        DateTimeOffset lastYear = new(2025, 3, 2, 18, 0, 0, TimeSpan.Zero);
        DateTimeOffset lastWeek = new(2026, 2, 20, 18, 0, 0, TimeSpan.Zero);

        // snippet: many
        MemoryAddManyResult many = await memory.AddManyAsync(
            [
                new MemoryConversation(Alice, [new(ChatRole.User, "I live in Paris.")]) { Options = new() { OccurredAt = lastYear } },
                new MemoryConversation(Alice, [new(ChatRole.User, "I moved to Rome.")]) { Options = new() { OccurredAt = lastWeek } },
            ],
            new MemoryAddManyOptions { Concurrency = 4, Progress = new Progress<MemoryAddProgress>(at => Console.WriteLine($"{at.Done} of {at.Total}")) });

        foreach (MemoryAddManyItem item in many.Where(item => !item.IsDone))
        {
            Console.WriteLine($"{item.Conversation.Id}: {item.Error!.Message}");
        }
        // end-snippet
    }

    private static async Task FallBackAsync()
    {
        using ScriptedChatClient model = new ScriptedChatClient().Fail(new HttpRequestException("down")).Fail(new HttpRequestException("down"));
        using ScriptedChatClient otherModel = new ScriptedChatClient().Reply("""{"facts":[]}""");
        using DeterministicEmbeddingGenerator embeddings = new();
        using DeterministicEmbeddingGenerator sameModelElsewhere = new();

        // snippet: fallback
        await using Memory memory = new MemoryBuilder()
            .UseChatClient(model)
            .UseFallbackChatClient(otherModel)          // asked when the first one's service fails
            .UseEmbeddings(embeddings)
            .UseFallbackEmbeddings(sameModelElsewhere)  // first has to make the same vector of a text that is stored
            .Configure(options => options.ServiceRetries = 1)
            .Build();
        // end-snippet
        await memory.AddAsync("Hello.", Alice);
    }

    private static async Task KeepAsync(string path)
    {
        using ScriptedChatClient model = ScriptedChatClient.From(_ => throw new HttpRequestException("down"));

        // snippet: queue
        await using Memory patient = new MemoryBuilder()
            .UseSqlite(path)
            .UseChatClient(model)
            .Configure(options => options.Queue = MemoryQueueMode.WhenUnavailable)
            .Build();

        MemoryAddResult said = await patient.AddAsync("I moved to Lisbon.", Alice);
        if (said.Queued is { } call)
        {
            Console.WriteLine($"Kept as {call.Id}, to be added when the model is back.");
        }
        // end-snippet
        await patient.ResetAsync();
    }

    private static async Task RedactAsync()
    {
        // snippet: redact
        MemoryBuilder builder = new MemoryBuilder().UseRedaction(text => Regex.Replace(
            text, "[0-9]{4}(-[0-9]{4}){3}", "[card]", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        // end-snippet
        await using Memory memory = builder.Build();
        MemoryAddResult added = await memory.AddAsync("My card is 4012-8888-8888-1881.", Alice);
        Console.WriteLine(added.Facts[0].Item?.Text);
    }
}
