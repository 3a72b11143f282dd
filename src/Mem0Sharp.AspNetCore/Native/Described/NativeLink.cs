using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>A link to another memory.</summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record NativeLink
{
    [JsonPropertyName("id"), Description("The id of the memory that it leads to.")]
    public required string TargetId { get; init; }

    [JsonPropertyName("strength"), Description("How strong it is: more than 0, at most 1, which it is where nothing is said.")]
    public double? Strength { get; init; }
}
