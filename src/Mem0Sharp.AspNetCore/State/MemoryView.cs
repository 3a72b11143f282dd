using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>An export as it was asked for: what it is made of, not what it says, so that nothing outlives an erasure in it.</summary>
internal sealed record MemoryView
{
    public required string Id { get; init; }

    public required JsonObject Schema { get; init; }

    public required JsonObject Filters { get; init; }

    public string? Instructions { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
