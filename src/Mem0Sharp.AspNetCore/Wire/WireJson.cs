using System.Globalization;
using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>Memories and their history as Mem0's wire has them.</summary>
internal static class WireJson
{
    /// <summary>Writes a memory. Its run is a "session" where it is read alone, and both where it is searched.</summary>
    public static JsonObject Of(MemoryItem item) => new()
    {
        ["id"] = item.Id,
        ["memory"] = item.Text,
        ["hash"] = item.Hash,
        ["user_id"] = item.Scope.UserId,
        ["agent_id"] = item.Scope.AgentId,
        ["app_id"] = item.Scope.AppId,
        ["run_id"] = item.Scope.RunId,
        ["session_id"] = item.Scope.RunId,
        ["actor_id"] = item.ActorId,
        ["role"] = item.Role,
        ["metadata"] = item.Metadata.Count == 0 ? null : item.Metadata.ToJsonObject(),
        ["categories"] = item.Tags.Count == 0 ? null : Of(item.Tags),
        ["immutable"] = item.IsImmutable,
        ["created_at"] = Of(item.CreatedAt),
        ["updated_at"] = Of(item.UpdatedAt),
        ["expiration_date"] = item.ExpiresAt is { } expiry ? OfExpiry(expiry) : null,
        ["version"] = item.Version,
        ["structured_attributes"] = null,
    };

    /// <summary>Writes what was found, with its score, and what that is made of where it is known.</summary>
    public static JsonObject Of(MemorySearchResult result)
    {
        JsonObject json = Of(result.Item);
        json["score"] = result.Score;
        if (result.Details is { } details)
        {
            json["score_breakdown"] = new JsonObject
            {
                ["semantic"] = details.Cosine ?? 0,
                ["bm25"] = details.Keyword,
                ["entity"] = details.Entities ?? 0,
            };
        }

        return json;
    }

    public static JsonObject Of(HistoryEntry entry) => new()
    {
        ["id"] = entry.Id,
        ["memory_id"] = entry.MemoryId,
        ["input"] = new JsonArray(new JsonObject { ["role"] = entry.Item.Role ?? "user", ["content"] = entry.NewText ?? entry.OldText ?? string.Empty }),
        ["old_memory"] = entry.OldText,
        ["new_memory"] = entry.NewText,
        ["event"] = entry.Event.ToString().ToUpperInvariant(),
        ["user_id"] = entry.Item.Scope.UserId,
        ["agent_id"] = entry.Item.Scope.AgentId,
        ["app_id"] = entry.Item.Scope.AppId,
        ["session_id"] = entry.Item.Scope.RunId,
        ["actor_id"] = entry.ChangedBy ?? entry.Item.ActorId,
        ["role"] = entry.ChangedByRole ?? entry.Item.Role,
        ["metadata"] = entry.Item.Metadata.Count == 0 ? null : entry.Item.Metadata.ToJsonObject(),
        ["categories"] = Of(entry.Item.Tags),
        ["is_deleted"] = entry.IsDeleted,
        ["version"] = entry.Version,
        ["created_at"] = Of(entry.Item.CreatedAt),
        ["updated_at"] = Of(entry.RecordedAt),
    };

    /// <summary>Writes somebody who has memories.</summary>
    public static JsonObject Of(MemoryOwner owner) => new()
    {
        ["id"] = owner.Id,
        ["type"] = owner.Kind.ToString().ToLowerInvariant(),
        ["total_memories"] = owner.Count,
        ["created_at"] = Of(owner.CreatedAt),
        ["updated_at"] = Of(owner.UpdatedAt),
    };

    public static JsonArray Of(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    public static JsonArray ArrayOf(IEnumerable<JsonNode> items) => new([.. items]);

    public static string Of(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Writes until when a memory is shown: the end of a day as that day.</summary>
    private static string OfExpiry(DateTimeOffset expiry) => expiry.UtcDateTime.TimeOfDay == TimeSpan.Zero && expiry > DateTimeOffset.MinValue
        ? expiry.UtcDateTime.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : Of(expiry);
}
