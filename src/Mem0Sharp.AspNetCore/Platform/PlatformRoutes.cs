using Microsoft.AspNetCore.Routing;

namespace Mem0Sharp.AspNetCore;

/// <summary>The routes of Mem0's platform, in its first, second and third form.</summary>
internal static class PlatformRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        WireRoutes routes = new(group, "Mem0 platform", WireErrors.Platform);
        routes.Read("GET", "/v1/ping/", PlatformAccount.PingAsync);

        routes.Write("POST", "/v1/memories/", PlatformAdding.AddAsync);
        routes.Write("POST", "/v3/memories/add/", PlatformAdding.AddAsync);
        routes.Read("GET", "/v1/event/{id}/", PlatformAdding.EventAsync);

        routes.Read("GET", "/v1/memories/", PlatformReading.ListOfQueryAsync);
        routes.Read("POST", "/v2/memories/", PlatformReading.ListAsync);
        routes.Read("POST", "/v3/memories/", PlatformReading.ListAsync);
        routes.Read("POST", "/v1/memories/search/", PlatformReading.SearchOfBodyAsync);
        routes.Read("POST", "/v2/memories/search/", PlatformReading.SearchBareAsync);
        routes.Read("POST", "/v3/memories/search/", PlatformReading.SearchAsync);
        routes.Read("GET", "/v1/memories/{id}/", PlatformReading.GetAsync);
        routes.Read("GET", "/v1/memories/{id}/history/", PlatformReading.HistoryAsync);

        routes.Write("PUT", "/v1/memories/{id}/", PlatformWriting.UpdateAsync);
        routes.Write("DELETE", "/v1/memories/{id}/", PlatformWriting.DeleteAsync);
        routes.Write("DELETE", "/v1/memories/", PlatformWriting.DeleteAllAsync);
        routes.Write("PUT", "/v1/batch/", PlatformWriting.BatchUpdateAsync);
        routes.Write("DELETE", "/v1/batch/", PlatformWriting.BatchDeleteAsync);
        routes.Write("POST", "/v1/feedback/", PlatformWriting.FeedbackAsync);

        routes.Read("GET", "/v1/entities/", PlatformAccount.EntitiesAsync);
        routes.Write("DELETE", "/v1/entities/{type}/{id}/", PlatformAccount.DeleteEntityAsync);
        routes.Write("DELETE", "/v2/entities/{type}/{id}/", PlatformAccount.DeleteEntityAsync);

        routes.Write("POST", "/v1/exports/", PlatformExports.CreateAsync);
        routes.Read("POST", "/v1/exports/get/", PlatformExports.GetAsync);

        routes.Read("GET", PlatformProject.Pattern, PlatformProject.GetAsync);
        routes.Write("PATCH", PlatformProject.Pattern, PlatformProject.UpdateAsync);

        routes.Read("GET", "/api/v1/webhooks/projects/{project}/", PlatformWebhooks.ListAsync);
        routes.Write("POST", "/api/v1/webhooks/projects/{project}/", PlatformWebhooks.CreateAsync);
        routes.Write("PUT", "/api/v1/webhooks/{id}/", PlatformWebhooks.UpdateAsync);
        routes.Write("DELETE", "/api/v1/webhooks/{id}/", PlatformWebhooks.DeleteAsync);
    }
}
