using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>Which version comes back.</summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record NativeRestore
{
    [JsonPropertyName("version"), Description("The version, 1 or more.")]
    public required int Version { get; init; }

    [JsonPropertyName("force"), Description("Whether everything written since is undone, however much it is. Without it, or If-Match, one change at most.")]
    public bool Force { get; init; }

    [JsonPropertyName("reason"), Description("Why; it stands in the history.")]
    public string? Reason { get; init; }
}
