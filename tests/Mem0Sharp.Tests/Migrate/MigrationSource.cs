using Mem0Sharp.Tests.Keeping;

namespace Mem0Sharp.Tests.Migrate;

/// <summary>A file with all that a history can hold.</summary>
internal static class MigrationSource
{
    public static async Task FillAsync(MemoryFixture fixture, IHistoryStore history, int seed, int steps = 700)
    {
        CancellationToken token = MemoryFixture.Token;
        await RandomStore.FillAsync(fixture, seed, steps);
        await fixture.Memory.AddAsync("I have two cats", RandomStore.Scopes[2], new MemoryAddOptions { IdempotencyKey = $"key {seed}" }, token);
        MemoryAddResult gone = await fixture.Memory.AddAsync(
            $"I have {seed} dogs", MemoryFixture.Bob, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, IdempotencyKey = $"gone {seed}" }, token);
        await fixture.Memory.EraseAsync(gone.Items.Single().Id, token);
        await history.EnqueueAsync(Queued($"{seed} first"), token);
        await history.EnqueueAsync(Queued($"{seed} second") with { Attempts = 3, ErrorCode = "store_failed", IsSetAside = true, Key = $"q {seed}", Request = "r" }, token);
        await history.EnqueueAsync(Queued($"{seed} third") with { Scope = null }, token);
        EmbeddingSpace space = (await history.OpenAsync(token)).Space!;
        MemoryItem item = History.HistoryRows.Item($"late {seed}", MemoryFixture.Bob, $"Is not embedded yet, {seed}");
        await history.CommitAsync(
            [new HistoryWrite(item.Id, _ => new HistoryAppend { Event = MemoryEvent.Add, Item = item, Embedding = new StoredEmbedding(space, default) })], token);
    }

    public static QueuedCall Queued(string id) => new()
    {
        Id = id,
        Kind = QueuedCallKind.Add,
        Scope = MemoryFixture.Alice,
        QueuedAt = History.HistoryRows.Noon,
        Content = new QueuedAdd(
            Conversation.Of($"what {id} says"), MemoryFixture.Alice, Within: null, MemoryAddMode.Reconcile, new MemoryAddOptions()).ToJson(),
    };
}
