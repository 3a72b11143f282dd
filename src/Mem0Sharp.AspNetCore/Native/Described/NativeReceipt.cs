using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>What was erased: to be kept, or handed to whoever asked for it.</summary>
internal sealed record NativeReceipt
{
    [JsonPropertyName("memory_ids"), Description("The ids of the memories that are gone.")]
    public required IReadOnlyList<string> MemoryIds { get; init; }

    [JsonPropertyName("erased_at"), Description("When.")]
    public required DateTimeOffset ErasedAt { get; init; }

    [JsonPropertyName("hash"), Description("The SHA-256 over everything that was ever erased up to these; empty where nothing was.")]
    public required string Hash { get; init; }
}
