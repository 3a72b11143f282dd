namespace Mem0Sharp.Tests.History;

/// <summary>Writes as the writer would make them, with vectors made of the text.</summary>
internal static class HistoryRows
{
    public static EmbeddingSpace Space { get; } = new("model-a", 4);

    public static DateTimeOffset Noon { get; } = new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero).AddTicks(1234567);

    public static MemoryItem Item(string id, MemoryScope? scope = null, string? text = null) => new()
    {
        Id = id,
        Text = text ?? $"text of {id}",
        Scope = scope ?? MemoryScope.ForUser("alice"),
        CreatedAt = Noon,
        UpdatedAt = Noon,
        RecordedAt = Noon,
    };

    /// <summary>Not of unit length: a history keeps the bits it is given.</summary>
    public static StoredEmbedding Embedding(string text) =>
        new(Space, new float[] { text.Length, text.Sum(static c => (float)c) / 3, -0f, float.Epsilon });

    public static HistoryWrite Append(MemoryItem item, MemoryEvent change = MemoryEvent.Add, string? reason = null) => new(
        item.Id,
        _ => new HistoryAppend { Event = change, Item = item, Embedding = Embedding(item.Text), Reason = reason });

    public static HistoryWrite Add(string id, MemoryScope? scope = null, string? text = null) => Append(Item(id, scope, text));

    public static HistoryWrite Update(string id, string text) => new(id, head =>
    {
        MemoryItem item = head!.Item with { Text = text, Version = head.Item.Version + 1, UpdatedAt = Noon.AddHours(1), RecordedAt = Noon.AddHours(1) };
        return new HistoryAppend { Event = MemoryEvent.Update, Item = item, Embedding = Embedding(text) };
    });

    public static HistoryWrite Delete(string id) => new(id, head => new HistoryAppend
    {
        Event = MemoryEvent.Delete,
        Item = head!.Item with { Version = head.Item.Version + 1, UpdatedAt = Noon.AddHours(2), RecordedAt = Noon.AddHours(2) },
    });

    public static HistoryWrite Unchanged(string id) => new(id, static _ => null);

    public static HistoryWrite Failing(string id, Exception error) => new(id, _ => throw error);
}
