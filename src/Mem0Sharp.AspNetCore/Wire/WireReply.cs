using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>What a route answers: JSON, always, since clients read it whatever the status.</summary>
/// <param name="Body">The JSON; null is "null".</param>
/// <param name="Status">The HTTP status.</param>
internal sealed record WireReply(JsonNode? Body, int Status = StatusCodes.Status200OK)
{
    public static implicit operator WireReply(JsonNode body) => new(body);
}
