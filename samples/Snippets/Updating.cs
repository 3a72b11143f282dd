using System.Text.Json.Nodes;
using Mem0Sharp;

namespace Snippets;

/// <summary>The code of docs/updating.md, run for real.</summary>
internal static class Updating
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    public static async Task RunAsync()
    {
        await using Memory memory = new MemoryBuilder().UseSqlite("updating.db").Build();
        string[] ids = await AddAsync(memory, "Flight to Oslo on May 3", "Hotel is the Ritz", "Allergic to peanuts");
        await CorrectAsync(memory, ids[0]);
        await ChangeMetadataAsync(memory, ids[1]);
        await ChangeIfAsync(memory, ids[1]);
        await DecideAndRetryAsync(memory, ids[2]);
        await ArriveLateAsync(memory, ids[2]);
        await RepeatAsync(memory, ids[0]);
        await ChangeManyAsync(memory, ids);
        await ReadHistoryAsync(memory, ids[0]);
        await UndoAsync(memory, ids[0]);
        await FixAsync(memory, ids[2]);
        await memory.ResetAsync();
    }

    private static async Task<string[]> AddAsync(Memory memory, params string[] texts)
    {
        List<string> ids = [];
        foreach (string text in texts)
        {
            MemoryAddResult added = await memory.AddAsync(text, Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim });
            ids.AddRange(added.Items.Select(item => item.Id));
        }

        return [.. ids];
    }

    private static async Task CorrectAsync(Memory memory, string id)
    {
        // snippet: correction
        MemoryUpdateResult result = await memory.UpdateAsync(id, "Flight to Oslo on May 4");
        Console.WriteLine($"{result.Outcome}: version {result.Item.Version}");
        // end-snippet
    }

    private static async Task ChangeMetadataAsync(Memory memory, string id)
    {
        // snippet: metadata
        await memory.UpdateAsync(id, new MemoryPatch
        {
            Metadata = new JsonObject { ["booked"] = true, ["draft"] = null },  // null removes the key
            Tags = TagsPatch.Change(add: ["travel"], remove: ["todo"]),
            ExpiresAt = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), // InstantPatch.Clear takes it away again
        });
        // end-snippet
    }

    private static async Task ChangeIfAsync(Memory memory, string id)
    {
        // snippet: conditional
        MemoryUpdateResult result = await memory.UpdateAsync(
            id,
            "Hotel is the Grand",
            new MemoryUpdateOptions { When = item => !item.Tags.Contains("confirmed", StringComparer.Ordinal) });

        if (result.Outcome == UpdateOutcome.Skipped)
        {
            Console.WriteLine($"Left alone: {result.Item.Text}");
        }
        // end-snippet
    }

    private static async Task DecideAndRetryAsync(Memory memory, string id)
    {
        // snippet: expected-version
        MemoryItem item = (await memory.GetAsync(id))!;
        try
        {
            await memory.UpdateAsync(
                id, "Allergic to peanuts and cashews", new MemoryUpdateOptions { ExpectedVersion = item.Version });
        }
        catch (MemoryConflictException conflict)
        {
            Console.WriteLine($"Somebody was quicker: version {conflict.ActualVersion}, not {conflict.ExpectedVersion}.");
        }
        // end-snippet

        // snippet: retry
        await memory.UpdateAsync(id, current => new MemoryPatch
        {
            Metadata = new JsonObject
            {
                ["seen"] = (current.Metadata.TryGetValue("seen", out var seen) ? seen.GetInt32() : 0) + 1,
            },
        });
        // end-snippet
    }

    private static async Task ArriveLateAsync(Memory memory, string id)
    {
        // snippet: late
        MemoryUpdateResult late = await memory.UpdateAsync(
            id,
            "Allergic to all nuts",
            new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth });

        await foreach (MemoryReview review in memory.GetReviewsAsync(Alice))
        {
            Console.WriteLine($"'{review.Known?.Text}' or '{review.Kept.Text}'?");
            await memory.SettleReviewAsync(review.Kept.Id, ReviewDecision.UseKept);
        }
        // end-snippet

        Console.WriteLine(late.Outcome);
        await RateAsync(memory, id);
    }

    private static async Task RateAsync(Memory memory, string id)
    {
        // snippet: feedback
        await memory.FeedbackAsync(id, MemoryFeedback.Negative, new MemoryChangeOptions { ChangedBy = "alice", Reason = "it was out of date" });

        await foreach (MemoryReview doubted in memory.GetReviewsAsync(Alice).Where(review => review.IsInDoubt))
        {
            await memory.SettleReviewAsync(doubted.Kept.Id, ReviewDecision.UseKept);    // it holds; UseKnown would delete it
        }
        // end-snippet
    }

    private static async Task RepeatAsync(Memory memory, string id)
    {
        // snippet: idempotency
        MemoryUpdateOptions once = new()
        {
            IdempotencyKey = "order-4711/confirmed",    // names this call
            ChangedBy = "booking-service",              // who, for the history
            ChangedByRole = "tool",
            Reason = "confirmed by the airline",
        };
        MemoryUpdateResult first = await memory.UpdateAsync(id, "Flight to Oslo on May 4, confirmed", once);
        MemoryUpdateResult repeated = await memory.UpdateAsync(id, "Flight to Oslo on May 4, confirmed", once);
        Console.WriteLine(first.Item.Version == repeated.Item.Version);    // True: it happened once
        // end-snippet
    }

    private static async Task ChangeManyAsync(Memory memory, string[] ids)
    {
        // snippet: batch
        BatchUpdateResult batch = await memory.BatchUpdateAsync(
            ids.Select(id => new MemoryUpdate(id, new MemoryPatch { Tags = TagsPatch.Add("reviewed") })),
            new BatchUpdateOptions { AllOrNothing = true, Reason = "quarterly review" });

        foreach (BatchUpdateItem failed in batch.Where(item => item.Outcome == UpdateOutcome.Failed))
        {
            Console.WriteLine($"{failed.Id}: {failed.Error!.ErrorCode}. {failed.Error.Suggestion}");
        }
        // end-snippet
    }

    private static async Task UndoAsync(Memory memory, string id)
    {
        // snippet: undo
        MemoryItem deleted = await memory.DeleteAsync(id);
        MemoryUpdateResult back = await memory.RestoreAsync(id, deleted.Version - 1);   // undoes the last change
        MemoryUpdateResult first = await memory.RestoreAsync(
            id, version: 1, new MemoryRestoreOptions { ExpectedVersion = back.Item.Version, Reason = "the first was right" });
        // end-snippet

        Console.WriteLine($"restored as version {back.Item.Version}, then version 1 as version {first.Item.Version}");
    }

    private static async Task FixAsync(Memory memory, string id)
    {
        // snippet: immutable
        await memory.UpdateAsync(id, new MemoryPatch { IsImmutable = true, Tags = TagsPatch.Add("checked") });

        try
        {
            await memory.UpdateAsync(id, "Allergic to nothing");
        }
        catch (ImmutableMemoryException)
        {
            Console.WriteLine("It stays as it is.");
        }
        // end-snippet
    }

    private static async Task ReadHistoryAsync(Memory memory, string id)
    {
        // snippet: audit
        await foreach (HistoryEntry entry in memory.HistoryAsync(id))
        {
            Console.WriteLine($"#{entry.Sequence} {entry.RecordedAt:u} v{entry.Version} {entry.Event}: "
                + $"{entry.OldText} -> {entry.NewText} ({entry.ChangedBy ?? "somebody"}: {entry.Reason ?? "no reason given"})");
        }
        // end-snippet
    }
}
