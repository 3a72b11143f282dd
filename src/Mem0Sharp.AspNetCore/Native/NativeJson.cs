using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>What the native routes answer with. What is null, and lists that are empty, are left out, as the library writes a memory.</summary>
internal static class NativeJson
{
    /// <summary>Writes a memory as the library does.</summary>
    public static JsonObject Of(MemoryItem item) => JsonSerializer.SerializeToNode(item, NativeJsonContext.Default.MemoryItem)!.AsObject();

    public static JsonObject Of(HistoryEntry entry) => Compact(new JsonObject
    {
        ["sequence"] = entry.Sequence,
        ["id"] = entry.Id,
        ["memory_id"] = entry.MemoryId,
        ["version"] = entry.Version,
        ["event"] = NameOf(entry.Event),
        ["old_memory"] = entry.OldText,
        ["new_memory"] = entry.NewText,
        ["item"] = Of(entry.Item),
        ["changed_by"] = entry.ChangedBy,
        ["changed_by_role"] = entry.ChangedByRole,
        ["reason"] = entry.Reason,
        ["old_hash"] = entry.OldHash,
        ["new_hash"] = entry.NewHash,
        ["recorded_at"] = entry.RecordedAt,
    });

    public static JsonObject Of(MemoryReview review) => Compact(new JsonObject
    {
        ["kept"] = Of(review.Kept),
        ["known"] = review.Known is { } known ? Of(known) : null,
        ["in_doubt"] = review.IsInDoubt,
    });

    public static JsonObject ListOf(IEnumerable<JsonNode> items) => new() { ["results"] = WireJson.ArrayOf(items) };

    public static string NameOf(MemoryEvent change) => change.ToString().ToUpperInvariant();

    /// <summary>Takes out what is null.</summary>
    private static JsonObject Compact(JsonObject json)
    {
        foreach (string name in json.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            json.Remove(name);
        }

        return json;
    }
}
