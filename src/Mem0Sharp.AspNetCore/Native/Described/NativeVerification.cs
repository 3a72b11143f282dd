using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>Whether a store still answers for a receipt.</summary>
internal sealed record NativeVerification
{
    [JsonPropertyName("verified"), Description("Whether the memories are gone, and the record of it is what the receipt says.")]
    public required bool IsVerified { get; init; }

    [JsonPropertyName("problems"), Description("What is wrong, without content.")]
    public required IReadOnlyList<string> Problems { get; init; }
}
