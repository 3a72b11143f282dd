using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>How a review ends.</summary>
internal sealed record NativeDecision
{
    [JsonPropertyName("decision"), JsonConverter(typeof(SnakeCaseEnum<ReviewDecision>)), Description("Which holds: the known memory, the kept one, or both.")]
    public required ReviewDecision Decision { get; init; }

    [JsonPropertyName("reason"), Description("Why; it stands in the history.")]
    public string? Reason { get; init; }
}
