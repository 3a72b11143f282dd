using Mem0Sharp;

namespace Snippets;

/// <summary>The code of docs/trust.md, run for real.</summary>
internal static class Trust
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    public static async Task RunAsync()
    {
        await using Memory memory = new MemoryBuilder().UseSqlite("trust.db").Build();
        const string page = "My rent is paid to the account DE00 0000.";

        // snippet: untrusted
        await memory.AddAsync(page, Alice, new MemoryAddOptions
        {
            Trust = MemoryTrust.Untrusted,   // Untrusted, Standard or Trusted
            ChangedBy = "crawler",           // the source, for the history
        });
        // end-snippet

        await foreach (MemoryItem item in memory.GetAllAsync(Alice))
        {
            await RecallAsync(memory);

            // snippet: vouch
            await memory.UpdateAsync(item.Id, item.Text, new MemoryUpdateOptions { Trust = MemoryTrust.Trusted, ChangedBy = "editor" });
            // end-snippet

            await RecallAsync(memory);
        }
    }

    private static async Task RecallAsync(Memory memory)
    {
        // snippet: require
        MemorySearchResults hits = await memory.SearchAsync(
            "Which account is the rent paid to?", Alice, new MemorySearchOptions { MinTrust = MemoryTrust.Standard });
        string context = MemoryPrompt.Format(hits.Select(hit => hit.Item));
        // end-snippet

        Console.Write(hits.Count == 0 ? "Nothing of this tier.\n" : context);
    }
}
