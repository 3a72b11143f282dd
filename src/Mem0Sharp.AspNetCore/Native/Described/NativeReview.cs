using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>Two memories of which somebody must say which holds, or one that somebody doubts.</summary>
internal sealed record NativeReview
{
    [JsonPropertyName("kept"), Description("What arrived late and was kept, or is in doubt. Its id settles the review.")]
    public required NativeMemory Kept { get; init; }

    [JsonPropertyName("known"), Description("What it was kept beside, as it is now.")]
    public NativeMemory? Known { get; init; }

    [JsonPropertyName("in_doubt"), Description("Whether feedback put it in doubt, by itself.")]
    public required bool IsInDoubt { get; init; }
}
