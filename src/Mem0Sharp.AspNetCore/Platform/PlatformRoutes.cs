using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;

namespace Mem0Sharp.AspNetCore;

/// <summary>The routes of Mem0's platform, in its first, second and third form.</summary>
internal static class PlatformRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        Read(group, "GET", "/v1/ping/", PlatformAccount.PingAsync);

        Write(group, "POST", "/v1/memories/", PlatformAdding.AddAsync);
        Write(group, "POST", "/v3/memories/add/", PlatformAdding.AddAsync);
        Read(group, "GET", "/v1/event/{id}/", PlatformAdding.EventAsync);

        Read(group, "GET", "/v1/memories/", PlatformReading.ListOfQueryAsync);
        Read(group, "POST", "/v2/memories/", PlatformReading.ListAsync);
        Read(group, "POST", "/v3/memories/", PlatformReading.ListAsync);
        Read(group, "POST", "/v1/memories/search/", PlatformReading.SearchOfBodyAsync);
        Read(group, "POST", "/v2/memories/search/", PlatformReading.SearchBareAsync);
        Read(group, "POST", "/v3/memories/search/", PlatformReading.SearchAsync);
        Read(group, "GET", "/v1/memories/{id}/", PlatformReading.GetAsync);
        Read(group, "GET", "/v1/memories/{id}/history/", PlatformReading.HistoryAsync);

        Write(group, "PUT", "/v1/memories/{id}/", PlatformWriting.UpdateAsync);
        Write(group, "DELETE", "/v1/memories/{id}/", PlatformWriting.DeleteAsync);
        Write(group, "DELETE", "/v1/memories/", PlatformWriting.DeleteAllAsync);
        Write(group, "PUT", "/v1/batch/", PlatformWriting.BatchUpdateAsync);
        Write(group, "DELETE", "/v1/batch/", PlatformWriting.BatchDeleteAsync);
        Write(group, "POST", "/v1/feedback/", PlatformWriting.FeedbackAsync);

        Read(group, "GET", "/v1/entities/", PlatformAccount.EntitiesAsync);
        Write(group, "DELETE", "/v1/entities/{type}/{id}/", PlatformAccount.DeleteEntityAsync);
        Write(group, "DELETE", "/v2/entities/{type}/{id}/", PlatformAccount.DeleteEntityAsync);
    }

    /// <summary>Makes an answer that nothing waits for.</summary>
    public static JsonObject Message(string message) => new() { ["message"] = message };

    private static void Read(RouteGroupBuilder group, string method, string pattern, Func<WireRequest, Task<WireReply>> handle) =>
        Map(group, method, pattern, writes: false, handle);

    private static void Write(RouteGroupBuilder group, string method, string pattern, Func<WireRequest, Task<WireReply>> handle) =>
        Map(group, method, pattern, writes: true, handle);

    private static void Map(RouteGroupBuilder group, string method, string pattern, bool writes, Func<WireRequest, Task<WireReply>> handle) =>
        new WireEndpoint(writes, handle, WireErrors.Platform).Map(group, method, pattern, $"Mem0 platform {method} {pattern}");
}
