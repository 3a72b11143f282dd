using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>Asks for records by id or by a condition.</summary>
internal sealed record GetRequest(IReadOnlyList<string> Include, IReadOnlyList<string>? Ids = null, JsonObject? Where = null, int? Limit = null);
