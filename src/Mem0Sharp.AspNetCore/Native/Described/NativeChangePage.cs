using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>A page of the log of changes.</summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record NativeChangePage
{
    [JsonPropertyName("results"), Description("The changes, oldest first.")]
    public required IReadOnlyList<NativeChange> Results { get; init; }

    [JsonPropertyName("last"), Description("What the next page comes after.")]
    public required long Last { get; init; }
}
