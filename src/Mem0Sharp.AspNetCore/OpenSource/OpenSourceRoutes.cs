using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;

namespace Mem0Sharp.AspNetCore;

/// <summary>The routes of Mem0's open-source server, without its dashboard: what is set there is the host's own here.</summary>
internal static class OpenSourceRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        Write(group, "POST", "/memories", OpenSourceWriting.AddAsync);
        Read(group, "GET", "/memories", OpenSourceReading.ListAsync);
        Write(group, "DELETE", "/memories", OpenSourceWriting.DeleteAllAsync);
        Read(group, "GET", "/memories/{id}", OpenSourceReading.GetAsync);
        Write(group, "PUT", "/memories/{id}", OpenSourceWriting.UpdateAsync);
        Write(group, "DELETE", "/memories/{id}", OpenSourceWriting.DeleteAsync);
        Read(group, "GET", "/memories/{id}/history", OpenSourceReading.HistoryAsync);
        Read(group, "POST", "/search", OpenSourceReading.SearchAsync);
        Read(group, "GET", "/entities", OpenSourceReading.EntitiesAsync);
        Write(group, "DELETE", "/entities/{type}/{id}", OpenSourceWriting.DeleteEntityAsync);
        Write(group, "POST", "/reset", OpenSourceWriting.ResetAsync);
    }

    /// <summary>Makes the error of an id under which nothing is stored.</summary>
    public static WireException NotFound() => WireException.NotFound("Memory not found");

    public static JsonObject Message(string message) => new() { ["message"] = message };

    private static void Read(RouteGroupBuilder group, string method, string pattern, Func<WireRequest, Task<WireReply>> handle) =>
        Map(group, method, pattern, writes: false, handle);

    private static void Write(RouteGroupBuilder group, string method, string pattern, Func<WireRequest, Task<WireReply>> handle) =>
        Map(group, method, pattern, writes: true, handle);

    private static void Map(RouteGroupBuilder group, string method, string pattern, bool writes, Func<WireRequest, Task<WireReply>> handle) =>
        new WireEndpoint(writes, handle, WireErrors.OpenSource).Map(group, method, pattern, $"Mem0 server {method} {pattern}");
}
