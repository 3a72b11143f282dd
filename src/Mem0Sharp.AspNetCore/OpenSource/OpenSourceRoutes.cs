using Microsoft.AspNetCore.Routing;

namespace Mem0Sharp.AspNetCore;

/// <summary>The routes of Mem0's open-source server, without its dashboard: what is set there is the host's own here.</summary>
internal static class OpenSourceRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        WireRoutes routes = new(group, "Mem0 server", WireErrors.OpenSource);
        routes.Write("POST", "/memories", OpenSourceWriting.AddAsync);
        routes.Read("GET", "/memories", OpenSourceReading.ListAsync);
        routes.Write("DELETE", "/memories", OpenSourceWriting.DeleteAllAsync);
        routes.Read("GET", "/memories/{id}", OpenSourceReading.GetAsync);
        routes.Write("PUT", "/memories/{id}", OpenSourceWriting.UpdateAsync);
        routes.Write("DELETE", "/memories/{id}", OpenSourceWriting.DeleteAsync);
        routes.Read("GET", "/memories/{id}/history", OpenSourceReading.HistoryAsync);
        routes.Read("POST", "/search", OpenSourceReading.SearchAsync);
        routes.Read("GET", "/entities", OpenSourceReading.EntitiesAsync);
        routes.Write("DELETE", "/entities/{type}/{id}", OpenSourceWriting.DeleteEntityAsync);
        routes.Write("POST", "/reset", OpenSourceWriting.ResetAsync);
        routes.Read("GET", "/configure", OpenSourceConfiguration.GetAsync);
        routes.Write("POST", "/configure", OpenSourceConfiguration.SetAsync);
    }

    /// <summary>Gets the memory of an id.</summary>
    /// <exception cref="WireException">There is none.</exception>
    public static async Task<MemoryItem> FindAsync(WireRequest request, string id) =>
        await request.Memory.GetAsync(id, request.Aborted).ConfigureAwait(false) ?? throw NotFound();

    /// <summary>Makes the error of an id under which nothing is stored.</summary>
    public static WireException NotFound() => WireException.NotFound("Memory not found");
}
