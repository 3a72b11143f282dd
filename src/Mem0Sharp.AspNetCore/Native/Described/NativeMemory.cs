using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>A memory, as the library writes it: what is null, and lists that are empty, are left out.</summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record NativeMemory
{
    [JsonPropertyName("id"), Description("The id. It never changes, and is never used again.")]
    public required string Id { get; init; }

    [JsonPropertyName("memory"), Description("The text: one fact.")]
    public required string Text { get; init; }

    [JsonPropertyName("hash"), Description("The MD5 of the text, as Mem0 has it.")]
    public required string Hash { get; init; }

    [JsonPropertyName("user_id"), Description("The user whose memory it is.")]
    public string? UserId { get; init; }

    [JsonPropertyName("agent_id"), Description("The agent whose memory it is.")]
    public string? AgentId { get; init; }

    [JsonPropertyName("run_id"), Description("The run in which it was learned.")]
    public string? RunId { get; init; }

    [JsonPropertyName("app_id"), Description("The application whose memory it is.")]
    public string? AppId { get; init; }

    [JsonPropertyName("linked_agent_ids"), Description("Further agents that learned the same.")]
    public IReadOnlyList<string>? LinkedAgentIds { get; init; }

    [JsonPropertyName("linked_run_ids"), Description("Further runs in which the same was learned.")]
    public IReadOnlyList<string>? LinkedRunIds { get; init; }

    [JsonPropertyName("metadata"), Description("Keys and values of the caller's own.")]
    public JsonObject? Metadata { get; init; }

    [JsonPropertyName("tags"), Description("The tags.")]
    public IReadOnlyList<string>? Tags { get; init; }

    [JsonPropertyName("entities"), Description("What the text names, where an extractor of the host's said it.")]
    public IReadOnlyList<NativeEntity>? Entities { get; init; }

    [JsonPropertyName("links"), Description("The links to other memories.")]
    public IReadOnlyList<NativeLink>? Links { get; init; }

    [JsonPropertyName("version"), Description("The version: 1 when added, one more with each change. It is the entity tag.")]
    public required int Version { get; init; }

    [JsonPropertyName("memory_type"), JsonConverter(typeof(SnakeCaseEnum<MemoryType>)), Description("The kind of memory.")]
    public required MemoryType Type { get; init; }

    [JsonPropertyName("immutable"), Description("True where it can never be changed.")]
    public bool? IsImmutable { get; init; }

    [JsonPropertyName("created_at"), Description("When it was first recorded.")]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("updated_at"), Description("When it was last changed.")]
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonPropertyName("recorded_at"), Description("When this version was recorded.")]
    public required DateTimeOffset RecordedAt { get; init; }

    [JsonPropertyName("valid_from"), Description("From when the fact holds.")]
    public DateTimeOffset? ValidFrom { get; init; }

    [JsonPropertyName("valid_to"), Description("Until when the fact holds, exclusive.")]
    public DateTimeOffset? ValidTo { get; init; }

    [JsonPropertyName("expiration_date"), Description("From when on it is hidden from search and lists.")]
    public DateTimeOffset? ExpiresAt { get; init; }

    [JsonPropertyName("actor_id"), Description("Who said it.")]
    public string? ActorId { get; init; }

    [JsonPropertyName("role"), Description("The role of who said it.")]
    public string? Role { get; init; }

    [JsonPropertyName("source_message_ids"), Description("The messages that it came from.")]
    public IReadOnlyList<string>? SourceMessageIds { get; init; }

    [JsonPropertyName("source_occurred_at"), Description("When those were said.")]
    public DateTimeOffset? SourceOccurredAt { get; init; }

    [JsonPropertyName("review_of"), Description("The memory that it was kept beside until somebody settles which holds; its own id where it is in doubt.")]
    public string? ReviewOf { get; init; }

    [JsonPropertyName("trust_tier"), JsonConverter(typeof(SnakeCaseEnum<MemoryTrust>))]
    [Description("The tier of who wrote its text, where that is not standard.")]
    public MemoryTrust? Trust { get; init; }

    [JsonPropertyName("salience"), Description("How much it matters, 0 to 1.")]
    public required double Salience { get; init; }
}
