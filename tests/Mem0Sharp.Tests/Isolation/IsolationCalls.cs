using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Isolation;

/// <summary>Every call of a handle, with what it answers in words. Ids are written as "it", so that two answers can be compared.</summary>
internal static class IsolationCalls
{
    /// <summary>Gets the calls that name a memory: its id, and that of one in review.</summary>
    public static IReadOnlyList<(string Method, Func<ScopedMemory, IsolationWorld, string, CancellationToken, Task<string>> Call)> ById { get; } =
    [
        ("GetAsync", async (memory, _, id, token) => Of(await memory.GetAsync(id, token), id)),
        ("GetAsync", async (memory, _, id, token) => Of((await memory.GetAsync([id], token))[0], id)),
        ("GetAsync", async (memory, world, id, token) => Of(await memory.GetAsync(id, MemoryAsOf.Known(world.Before), token), id)),
        ("GetAsync", async (memory, world, id, token) => Of(await memory.GetAsync(id, MemoryAsOf.Held(world.Before), token), id)),
        ("GetRelatedAsync", async (memory, _, id, token) => $"{(await memory.GetRelatedAsync(id, cancellationToken: token)).Count}"),
        ("GetRelatedAsync", async (memory, _, id, token) => $"{(await memory.GetRelatedAsync(id, new() { Hops = 4 }, token)).Count}"),
        ("UpdateAsync", async (memory, _, id, token) => Of(
            await memory.UpdateAsync(id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink("unknown")) }, cancellationToken: token), id)),
        ("HistoryAsync", async (memory, _, id, token) => $"{await memory.HistoryAsync(id, token).CountAsync(token)}"),
        ("HistoryAsync", async (memory, _, id, token) => $"{await memory.HistoryAsync([id], token).CountAsync(token)}"),
        ("UpdateAsync", async (memory, _, id, token) => Of(await memory.UpdateAsync(id, "new", cancellationToken: token), id)),
        ("UpdateAsync", async (memory, _, id, token) => Of(await memory.UpdateAsync(id, "new", new() { ExpectedVersion = 99 }, token), id)),
        ("UpdateAsync", async (memory, _, id, token) => Of(
            await memory.UpdateAsync(id, "new", new() { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, token), id)),
        ("UpdateAsync", async (memory, _, id, token) => Of(
            await memory.UpdateAsync(id, new MemoryPatch { Metadata = new JsonObject { ["x"] = 1 } }, new() { When = _ => false }, token), id)),
        ("UpdateAsync", async (memory, _, id, token) => Of(
            await memory.UpdateAsync(id, IsolationWorld.Text, new() { IdempotencyKey = IsolationWorld.Key, ChangedBy = "editor" }, token), id)),
        ("UpdateAsync", async (memory, _, id, token) => Of(await memory.UpdateAsync(id, _ => MemoryPatch.ForText("new"), cancellationToken: token), id)),
        ("UpdateAsync", async (memory, _, id, token) => Of(await memory.UpdateAsync(id, _ => null, cancellationToken: token), id)),
        ("BatchUpdateAsync", async (memory, _, id, token) => Of((await memory.BatchUpdateAsync([new MemoryUpdate(id, "new")], cancellationToken: token))[0])),
        ("BatchUpdateAsync", async (memory, _, id, token) => Of(
            (await memory.BatchUpdateAsync([new MemoryUpdate(id, "new")], new() { AllOrNothing = true, IdempotencyKey = IsolationWorld.Key }, token))[0])),
        ("RestoreAsync", async (memory, _, id, token) => Of(await memory.RestoreAsync(id, 1, new() { Force = true }, token), id)),
        ("RestoreAsync", async (memory, _, id, token) => Of(await memory.RestoreAsync(id, 99, cancellationToken: token), id)),
        ("DeleteAsync", async (memory, _, id, token) => Of(await memory.DeleteAsync(id, cancellationToken: token), id)),
        ("BatchDeleteAsync", async (memory, _, id, token) =>
            (await memory.BatchDeleteAsync([id], cancellationToken: token))[0].Error?.Message ?? "deleted"),
        ("SettleReviewAsync", async (memory, _, id, token) => Of(await memory.SettleReviewAsync(id, ReviewDecision.UseBoth, cancellationToken: token), id)),
        ("SettleReviewAsync", async (memory, _, id, token) => Of(await memory.SettleReviewAsync(id, ReviewDecision.UseKept, cancellationToken: token), id)),
        ("FeedbackAsync", async (memory, _, id, token) => Of(await memory.FeedbackAsync(id, MemoryFeedback.VeryNegative, cancellationToken: token), id)),
        ("DiagnoseAsync", async (memory, _, id, token) =>
            string.Join(' ', (await memory.DiagnoseAsync(id, token)).Checks.Select(check => $"{check} {(check.Error as MemoryException)?.ErrorCode}"))),
        ("EraseAsync", async (memory, _, id, token) => $"{(await memory.EraseAsync(id, token)).MemoryIds.Count}"),
    ];

    /// <summary>Gets the calls that name nothing, each with what it answers where there is nothing.</summary>
    public static IReadOnlyList<(string Method, string Nothing, Func<ScopedMemory, IsolationWorld, CancellationToken, Task<string>> Call)> OfAll { get; } =
    [
        ("SearchManyAsync", "0", async (memory, _, token) => $"{(await memory.SearchManyAsync([IsolationWorld.Text], cancellationToken: token))[0].Count}"),
        ("SearchAsync", "0", async (memory, _, token) => $"{(await memory.SearchAsync(IsolationWorld.Text, cancellationToken: token)).Count}"),
        ("SearchAsync", "0", async (memory, world, token) =>
            $"{(await memory.SearchAsync(IsolationWorld.Text, new() { AsOf = MemoryAsOf.Known(world.Before) }, token)).Count}"),
        ("GetContextAsync", "0 0", async (memory, _, token) =>
        {
            MemoryContext context = await memory.GetContextAsync(IsolationWorld.Text, cancellationToken: token);
            return $"{context.Text.Length} {context.LeftOutCount}";
        }),
        ("GetContextAsync", "0 0", async (memory, _, token) =>
        {
            MemoryContext context = await memory.GetContextAsync(IsolationWorld.Text, new() { MaxTokens = 1 }, token);
            return $"{context.Text.Length} {context.LeftOutCount}";
        }),
        ("SearchAsync", "0", async (memory, world, token) =>
            $"{(await memory.SearchAsync(IsolationWorld.Text, new() { Filter = MemoryField.Id.EqualTo(world.Item.Id) }, token)).Count}"),
        ("GetAllAsync", "0", async (memory, world, token) =>
            $"{await memory.GetAllAsync(new() { Filter = MemoryField.Id.EqualTo(world.Item.Id) }, token).CountAsync(token)}"),
        ("GetAllAsync", "0", async (memory, _, token) => $"{await memory.GetAllAsync(new() { IncludeExpired = true }, token).CountAsync(token)}"),
        ("GetAllAsync", "0", async (memory, world, token) =>
            $"{await memory.GetAllAsync(new() { AsOf = MemoryAsOf.Known(world.Before) }, token).CountAsync(token)}"),
        ("CountAsync", "0", async (memory, _, token) => $"{await memory.CountAsync(new() { Filter = !MemoryField.Version.EqualTo(99) }, token)}"),
        ("CountAsync", "0", async (memory, _, token) => $"{await memory.CountAsync(cancellationToken: token)}"),
        ("CountAsync", "0", async (memory, world, token) => $"{await memory.CountAsync(new() { AsOf = MemoryAsOf.Held(world.Before) }, token)}"),
        ("HistoryAsync", "0", async (memory, _, token) => $"{await memory.HistoryAsync(new HistoryFilter(), token).CountAsync(token)}"),
        ("HistoryAsync", "0", async (memory, world, token) =>
            $"{await memory.HistoryAsync(new HistoryFilter { Scope = world.Item.Scope }, token).CountAsync(token)}"),
        ("WatchAsync", "0", async (memory, _, token) => $"{await WatchedAsync(memory, token)}"),
        ("GetReviewsAsync", "0", async (memory, _, token) => $"{await memory.GetReviewsAsync(token).CountAsync(token)}"),
        ("GetOwnersAsync", "0", async (memory, _, token) => $"{(await memory.GetOwnersAsync(token)).Count}"),
        ("GetQueuedAsync", "nothing", async (memory, world, token) => (await memory.GetQueuedAsync(world.Queued, token))?.ToString() ?? "nothing"),
        ("MeasureCosinesAsync", "0", async (memory, _, token) => $"{(await memory.MeasureCosinesAsync(token))?.Memories ?? 0}"),
        ("LiftRejectionAsync", "False", async (memory, _, token) => $"{await memory.LiftRejectionAsync(IsolationWorld.Rejected, token)}"),
        ("AddAsync", nameof(FactOutcome.Added), async (memory, _, token) =>
            string.Join(',', (await memory.AddAsync(IsolationWorld.Said, cancellationToken: token)).Facts.Select(fact => fact.Outcome))),
        ("RollBackAsync", "0", async (memory, world, token) => $"{(await memory.RollBackAsync(new() { KnownAt = world.Before }, token)).Count}"),
        ("RollBackAsync", "0", async (memory, world, token) =>
            $"{(await memory.RollBackAsync(new() { KnownAt = world.Before, WrittenBy = "editor" }, token)).Count}"),
        ("RollBackAsync", "0", async (memory, world, token) =>
            $"{(await memory.RollBackAsync(new() { KnownAt = world.Before, Scope = world.Item.Scope }, token)).Count}"),
        ("DeleteAllAsync", "0", async (memory, world, token) =>
            $"{await memory.DeleteAllAsync(MemoryField.Id.EqualTo(world.Item.Id) | MemoryField.UserId.Exists(), cancellationToken: token)}"),
        ("DeleteAllAsync", "0", async (memory, _, token) => $"{await memory.DeleteAllAsync(cancellationToken: token)}"),
        ("EraseActorAsync", "0", async (memory, _, token) => $"{(await memory.EraseActorAsync(IsolationWorld.Actor, token)).MemoryIds.Count}"),
        ("EraseAsync", "0", async (memory, _, token) => $"{(await memory.EraseAsync(token)).MemoryIds.Count}"),
    ];

    /// <summary>Makes a call, and says its answer or its error in words.</summary>
    public static async Task<string> AnswerAsync(Func<Task<string>> call, string id)
    {
        try
        {
            return await call();
        }
        catch (MemoryException error)
        {
            return $"{error.GetType().Name}: {error.Message} {string.Join(',', error.Details)}".Replace(id, "it", StringComparison.Ordinal);
        }
    }

    private static string Of(MemoryItem? item, string id) =>
        item is null ? "nothing" : $"{item} {item.Text}".Replace(id, "it", StringComparison.Ordinal);

    private static string Of(MemoryUpdateResult result, string id) => $"{result.Outcome} {Of(result.Item, id)}";

    private static string Of(BatchUpdateItem item) => item.Error is null ? $"{item.Outcome}" : $"{item.Error.GetType().Name}: {item.Error.Message}";

    /// <summary>Counts what is seen of the past before a change of the handle's own is.</summary>
    private static async Task<int> WatchedAsync(ScopedMemory memory, CancellationToken token)
    {
        MemoryItem marker = (await memory.AddAsync("marker", new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, token)).Items.Single();
        return await memory.WatchAsync(cancellationToken: token).TakeWhile(row => !string.Equals(row.MemoryId, marker.Id, StringComparison.Ordinal)).CountAsync(token);
    }
}
