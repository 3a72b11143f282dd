using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>A collection's new metadata, in place of all that it had.</summary>
internal sealed record CollectionChange(JsonObject NewMetadata);
