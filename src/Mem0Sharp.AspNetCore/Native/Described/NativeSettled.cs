using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>How a review ended.</summary>
internal sealed record NativeSettled
{
    [JsonPropertyName("item"), Description("The memory that holds, as it is now; left out where none is left.")]
    public NativeMemory? Item { get; init; }
}
