using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>A change of a memory. What is left out stays as it is.</summary>
internal sealed record NativePatch
{
    [JsonPropertyName("text"), Description("The new text.")]
    public string? Text { get; init; }

    [JsonPropertyName("metadata"), Description("Merged (RFC 7396): null removes a key; null in place of the object removes all.")]
    public JsonObject? Metadata { get; init; }

    [JsonPropertyName("tags"), Description("Replaces the tags; null removes them.")]
    public IReadOnlyList<string>? Tags { get; init; }

    [JsonPropertyName("links"), Description("Replaces the links to other memories; null removes them.")]
    public IReadOnlyList<NativeLink>? Links { get; init; }

    [JsonPropertyName("expiration_date"), Description("From when on it is hidden; null: never.")]
    public DateTimeOffset? ExpiresAt { get; init; }

    [JsonPropertyName("valid_from"), Description("From when the fact holds; null: not known.")]
    public DateTimeOffset? ValidFrom { get; init; }

    [JsonPropertyName("valid_to"), Description("Until when the fact holds; null: it does still.")]
    public DateTimeOffset? ValidTo { get; init; }

    [JsonPropertyName("timestamp"), Description("When the change became so, where that is known.")]
    public DateTimeOffset? Timestamp { get; init; }

    [JsonPropertyName("immutable"), Description("True: it can never be changed again. There is no way back, so nothing else is taken.")]
    public bool? IsImmutable { get; init; }

    [JsonPropertyName("reason"), Description("Why; it stands in the history.")]
    public string? Reason { get; init; }
}
