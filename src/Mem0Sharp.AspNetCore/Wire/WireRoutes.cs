using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mem0Sharp.AspNetCore;

/// <summary>Maps the routes of one wire.</summary>
/// <param name="group">Where they are mapped.</param>
/// <param name="name">What the names of the routes begin with.</param>
/// <param name="error">Makes an error of a status, a message and a code, as the wire has them.</param>
/// <param name="guard">Throws for a request that must not even be looked at; null for none.</param>
internal sealed class WireRoutes(
    RouteGroupBuilder group, string name, Func<HttpContext, int, string, string?, WireReply> error, Action<HttpContext>? guard = null)
{
    /// <summary>Maps a route that changes nothing.</summary>
    public IEndpointConventionBuilder Read(string method, string pattern, Func<WireRequest, Task<WireReply>> handle) =>
        Map(method, pattern, writes: false, handle);

    /// <summary>Maps a route that changes something.</summary>
    public IEndpointConventionBuilder Write(string method, string pattern, Func<WireRequest, Task<WireReply>> handle) =>
        Map(method, pattern, writes: true, handle);

    /// <summary>Maps a route that changes something, and reads its body itself, however long that is.</summary>
    public IEndpointConventionBuilder Take(string method, string pattern, Func<WireRequest, Task<WireReply>> handle) =>
        Map(method, pattern, writes: true, handle, takesJson: false);

    /// <summary>Makes an answer that only says something.</summary>
    public static JsonObject Message(string message) => new() { ["message"] = message };

    private IEndpointConventionBuilder Map(string method, string pattern, bool writes, Func<WireRequest, Task<WireReply>> handle, bool takesJson = true) =>
        new WireEndpoint(writes, takesJson, handle, error, guard).Map(group, method, pattern, $"{name} {method} {pattern}");
}
