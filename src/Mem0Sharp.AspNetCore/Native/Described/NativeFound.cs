using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>A memory that a search found. What is null is left out.</summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record NativeFound
{
    [JsonPropertyName("item"), Description("The memory, at the version that was found.")]
    public required NativeMemory Item { get; init; }

    [JsonPropertyName("score"), Description("How well it fits.")]
    public required double Score { get; init; }

    [JsonPropertyName("relevance"), Description("How relevant a reranker says it is, 0 to 1.")]
    public double? Relevance { get; init; }

    [JsonPropertyName("details"), Description("What the score is made of, where that was asked.")]
    public NativeScore? Details { get; init; }
}
