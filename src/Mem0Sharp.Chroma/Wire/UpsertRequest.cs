using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>Records to be written, each with a vector: the server takes none without. No id twice.</summary>
internal sealed record UpsertRequest(IReadOnlyList<string> Ids, IReadOnlyList<float[]> Embeddings, IReadOnlyList<string?> Documents, IReadOnlyList<JsonObject> Metadatas);
