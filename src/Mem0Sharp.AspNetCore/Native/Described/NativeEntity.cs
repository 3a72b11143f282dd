using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>A thing that a memory names.</summary>
internal sealed record NativeEntity
{
    [JsonPropertyName("kind"), JsonConverter(typeof(SnakeCaseEnum<MemoryEntityKind>)), Description("What kind of thing it is.")]
    public required MemoryEntityKind Kind { get; init; }

    [JsonPropertyName("text"), Description("What it is called.")]
    public required string Text { get; init; }
}
