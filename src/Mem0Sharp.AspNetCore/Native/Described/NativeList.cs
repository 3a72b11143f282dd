using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>A list.</summary>
internal sealed record NativeList<T>
{
    [JsonPropertyName("results"), Description("What is on it.")]
    public required IReadOnlyList<T> Results { get; init; }
}
