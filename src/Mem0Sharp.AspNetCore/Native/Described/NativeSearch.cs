using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>A question, whose memories are meant, and how they are searched.</summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record NativeSearch
{
    [JsonPropertyName("query"), Description("The question.")]
    public required string Query { get; init; }

    [JsonPropertyName("user_id"), Description("The user.")]
    public string? UserId { get; init; }

    [JsonPropertyName("agent_id"), Description("The agent.")]
    public string? AgentId { get; init; }

    [JsonPropertyName("run_id"), Description("The run.")]
    public string? RunId { get; init; }

    [JsonPropertyName("app_id"), Description("The application.")]
    public string? AppId { get; init; }

    [JsonPropertyName("filters"), Description("What else a memory must match, in Mem0's grammar.")]
    public JsonObject? Filters { get; init; }

    [JsonPropertyName("top"), Description("The most results, 1 to 1,000; 10 where nothing is said.")]
    public int? Top { get; init; }

    [JsonPropertyName("threshold"), Description("The least score that a result may have.")]
    public double? Threshold { get; init; }

    [JsonPropertyName("as_of"), Description("The moment whose knowledge is asked for.")]
    public DateTimeOffset? KnownAt { get; init; }

    [JsonPropertyName("held_at"), Description("The moment of which is asked what held.")]
    public DateTimeOffset? HeldAt { get; init; }

    [JsonPropertyName("mode"), JsonConverter(typeof(SnakeCaseEnum<MemorySearchMode>)), Description("What the search goes by; hybrid where nothing is said.")]
    public MemorySearchMode? Mode { get; init; }

    [JsonPropertyName("min_trust"), JsonConverter(typeof(SnakeCaseEnum<MemoryTrust>)), Description("The lowest tier of trust that a result may have.")]
    public MemoryTrust? MinTrust { get; init; }

    [JsonPropertyName("rerank"), Description("Whether a reranker of the host's judges what was found.")]
    public bool Rerank { get; init; }

    [JsonPropertyName("include_expired"), Description("Whether expired memories are found too.")]
    public bool IncludeExpired { get; init; }

    [JsonPropertyName("explain"), Description("Whether each result says what its score is made of.")]
    public bool Explain { get; init; }
}
