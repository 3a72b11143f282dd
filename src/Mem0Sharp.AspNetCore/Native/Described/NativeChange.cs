using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>A committed change. What is null is left out.</summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record NativeChange
{
    [JsonPropertyName("sequence"), Description("Its place among all changes of the store.")]
    public required long Sequence { get; init; }

    [JsonPropertyName("id"), Description("The id of the change itself.")]
    public required string Id { get; init; }

    [JsonPropertyName("memory_id"), Description("The memory that it changed.")]
    public required string MemoryId { get; init; }

    [JsonPropertyName("version"), Description("The version that it made.")]
    public required int Version { get; init; }

    [JsonPropertyName("event"), JsonConverter(typeof(UpperCaseEnum<MemoryEvent>)), Description("What it did.")]
    public required MemoryEvent Event { get; init; }

    [JsonPropertyName("old_memory"), Description("The text before it.")]
    public string? OldText { get; init; }

    [JsonPropertyName("new_memory"), Description("The text after it.")]
    public string? NewText { get; init; }

    [JsonPropertyName("item"), Description("The memory after it; of a delete, its last content.")]
    public required NativeMemory Item { get; init; }

    [JsonPropertyName("changed_by"), Description("Who made it.")]
    public string? ChangedBy { get; init; }

    [JsonPropertyName("changed_by_role"), Description("In which role.")]
    public string? ChangedByRole { get; init; }

    [JsonPropertyName("reason"), Description("Why.")]
    public string? Reason { get; init; }

    [JsonPropertyName("old_hash"), Description("The SHA-256 of the whole memory before it.")]
    public string? OldHash { get; init; }

    [JsonPropertyName("new_hash"), Description("The SHA-256 of the whole memory after it.")]
    public required string NewHash { get; init; }

    [JsonPropertyName("recorded_at"), Description("When it was recorded.")]
    public required DateTimeOffset RecordedAt { get; init; }
}
