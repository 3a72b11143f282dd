using System.Text.Json.Nodes;
using Mem0Sharp;
using Mem0Sharp.LocalEmbeddings;
using Microsoft.Extensions.AI;

namespace Snippets;

/// <summary>The code of the README, run for real.</summary>
internal static class FirstSteps
{
    public static async Task RunAsync()
    {
        // snippet: first-steps
        await using var memory = new MemoryBuilder()
            .UseSqlite("memories.db")                           // without it, nothing outlives the process
            .UseEmbeddings(new LocalEmbeddingGenerator())       // or any other of Microsoft.Extensions.AI; without it, by words
            .Build();                                           // UseChatClient(...) takes any IChatClient

        var alice = MemoryScope.ForUser("alice");
        await memory.AddAsync("I live in Berlin and I am allergic to peanuts.", alice);

        foreach (var hit in await memory.SearchAsync("where does she live?", alice))
        {
            Console.WriteLine($"{hit.Score:F2}  {hit.Item.Text}");
        }
        // end-snippet

        MemoryItem item = await memory.GetAllAsync(alice).FirstAsync();
        string id = item.Id;
        await memory.UpdateAsync(id, new MemoryPatch { Metadata = new JsonObject { ["draft"] = true } });

        // snippet: update
        MemoryUpdateResult result = await memory.UpdateAsync(
            id,
            new MemoryPatch
            {
                Text = "I live in Hamburg.",                                            // embedded, because it is new
                Metadata = new JsonObject { ["source"] = "profile", ["draft"] = null }, // merged; null removes a key
                Tags = TagsPatch.Add("address"),
            },
            new MemoryUpdateOptions { ExpectedVersion = 2, Reason = "moved" });         // or MemoryConflictException

        await foreach (var entry in memory.HistoryAsync(id))
        {
            Console.WriteLine($"v{entry.Version} {entry.Event}: {entry.OldText} -> {entry.NewText} ({entry.Reason})");
        }
        // end-snippet

        Console.WriteLine($"{result.Outcome}: version {result.Item.Version}");
        await ConversationAsync(memory);
        await memory.ResetAsync();
    }

    private static async Task ConversationAsync(Memory memory)
    {
        // snippet: conversation
        MemoryAddResult added = await memory.AddAsync(
            [
                new ChatMessage(ChatRole.User, "Hi, I'm Bob. I play the cello."),
                new ChatMessage(ChatRole.Assistant, "Nice to meet you, Bob!"),
            ],
            MemoryScope.ForUser("bob", runId: "chat-17"));

        foreach (var fact in added.Facts)
        {
            Console.WriteLine($"{fact.Outcome}: {fact.Item?.Text} {fact.Reason}");
        }
        // end-snippet
    }
}
