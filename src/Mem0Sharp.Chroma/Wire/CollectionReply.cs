using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>A collection as the server tells of it.</summary>
internal sealed record CollectionReply(string Id, JsonObject? Metadata);
