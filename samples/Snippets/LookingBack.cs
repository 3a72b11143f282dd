using Mem0Sharp;

namespace Snippets;

/// <summary>The code of docs/looking-back.md, run for real.</summary>
internal static class LookingBack
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    public static async Task RunAsync()
    {
        await using Memory memory = new MemoryBuilder().UseSqlite("looking-back.db").Build();
        MemoryAddResult added = await memory.AddAsync(
            "Lives in Paris", Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, ValidFrom = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        string id = added.Items.Single().Id;
        DateTimeOffset before = added.Items.Single().RecordedAt;
        await CorrectAsync(memory, id);
        await AsOfAsync(memory, id, before);
        await RollBackAsync(memory, before);
        await RejectAsync(memory);
        await EraseAsync(memory, id);
    }

    private static async Task CorrectAsync(Memory memory, string id)
    {
        // snippet: moved
        await memory.UpdateAsync(id, new MemoryPatch
        {
            Text = "Lives in Lisbon",
            Timestamp = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), // since when; a long is Unix seconds
        });
        // end-snippet
    }

    private static async Task AsOfAsync(Memory memory, string id, DateTimeOffset before)
    {
        // snippet: as-of
        DateTimeOffset lastYear = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
        MemoryItem? known = await memory.GetAsync(id, MemoryAsOf.Known(before));    // what we knew then: Paris
        MemoryItem? held = await memory.GetAsync(id, MemoryAsOf.Held(lastYear));    // what held then, as we know now: Paris
        MemorySearchResults hits = await memory.SearchAsync(
            "where does she live?",
            Alice,
            new MemorySearchOptions { AsOf = new MemoryAsOf { KnownAt = before, HeldAt = lastYear } });
        // end-snippet

        Console.WriteLine($"{known?.Text}; {held?.Text}; {hits.Count} found");
    }

    private static async Task RollBackAsync(Memory memory, DateTimeOffset before)
    {
        // snippet: rollback
        BatchUpdateResult undone = await memory.RollBackAsync(new MemoryRollback
        {
            KnownAt = before,              // back to what was known then
            Scope = Alice,                 // in this scope
            WrittenBy = "nightly-import",  // and only what this one wrote
            Reason = "imported the wrong file",
        });
        // end-snippet

        Console.WriteLine(undone);
    }

    private static async Task RejectAsync(Memory memory)
    {
        // snippet: rejected
        MemoryAddResult learned = await memory.AddAsync("I am allergic to nuts.", Alice);
        await memory.DeleteAsync(learned.Items.Single().Id, new MemoryDeleteOptions { ChangedBy = "alice", Reason = "never said so" });

        MemoryAddResult again = await memory.AddAsync("I am allergic to  NUTS.", Alice);     // an old transcript, say
        Console.WriteLine(again.Facts.Single().Outcome);                                    // Suppressed

        await memory.LiftRejectionAsync(Alice, learned.Facts.Single().Fact.Text);           // now it may be learned
        // end-snippet
    }

    private static async Task EraseAsync(Memory memory, string id)
    {
        // snippet: erase
        EraseReceipt one = await memory.EraseAsync(id);             // one memory with its history
        EraseReceipt all = await memory.EraseAsync(Alice);          // everything that is or was hers
        EraseReceipt said = await memory.EraseActorAsync("Mira");   // everything that Mira said, in all scopes
        EraseVerification check = await memory.VerifyAsync(one);    // any time later
        Console.WriteLine($"{one.MemoryIds.Count + all.MemoryIds.Count + said.MemoryIds.Count} memories are gone: {check.IsVerified}");
        // end-snippet
    }
}
