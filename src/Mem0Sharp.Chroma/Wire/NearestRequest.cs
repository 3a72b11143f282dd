using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>Asks the server's index for the records nearest to a vector.</summary>
internal sealed record NearestRequest(IReadOnlyList<float[]> QueryEmbeddings, int NResults, JsonObject Where, IReadOnlyList<string> Include);
