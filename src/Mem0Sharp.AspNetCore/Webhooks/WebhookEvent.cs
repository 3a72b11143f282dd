using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>What webhooks are told of.</summary>
internal static class WebhookEvent
{
    private const string Add = "memory_add", Update = "memory_update", Delete = "memory_delete";

    public static IReadOnlyList<string> Names { get; } = [Add, Update, Delete];

    /// <summary>Gets what a change is to a webhook; null where it is nothing.</summary>
    public static string? Of(HistoryEntry entry) => entry.Event switch
    {
        MemoryEvent.Add => Add,
        MemoryEvent.Update or MemoryEvent.Restore => Update,
        MemoryEvent.Delete => Delete,
        _ => null,
    };

    /// <summary>Writes a change as Mem0's webhooks do, and whose memory it is.</summary>
    public static JsonObject ToJson(HistoryEntry entry) => new()
    {
        ["event_details"] = new JsonObject
        {
            ["id"] = entry.MemoryId,
            ["data"] = new JsonObject { ["memory"] = entry.NewText ?? entry.OldText },
            ["event"] = entry.Event switch { MemoryEvent.Add => "ADD", MemoryEvent.Delete => "DELETE", _ => "UPDATE" },
            ["user_id"] = entry.Item.Scope.UserId,
            ["agent_id"] = entry.Item.Scope.AgentId,
            ["app_id"] = entry.Item.Scope.AppId,
            ["run_id"] = entry.Item.Scope.RunId,
            ["version"] = entry.Version,
        },
        ["sequence"] = entry.Sequence,
        ["created_at"] = WireJson.Of(entry.RecordedAt),
    };
}
