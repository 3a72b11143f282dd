using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>A collection to be made.</summary>
internal sealed record CollectionCreation(string Name, JsonObject Configuration, JsonObject Metadata);
