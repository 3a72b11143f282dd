using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mem0Sharp.AspNetCore;

/// <summary>
/// What the page asks: the native routes' own handlers where there is one, and what only a page needs. No contract: page and routes ship together.
/// </summary>
internal static class DashboardRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        group.ExcludeFromDescription();
        WireRoutes routes = new(group, "Mem0Sharp page", Problem.Of, DashboardGuard.Check);
        routes.Read("GET", "/me", DashboardReading.MeAsync);
        routes.Read("GET", "/owners", DashboardReading.OwnersAsync);
        routes.Read("POST", "/ids", DashboardReading.IdsAsync);
        routes.Read("POST", "/rows", DashboardReading.RowsAsync);
        routes.Read("POST", "/extent", DashboardReading.ExtentAsync);
        routes.Read("POST", "/search", NativeSearches.SearchAsync);
        MapMemories(routes);

        routes.Write("POST", "/add", DashboardAdding.AddAsync);
        routes.Write("POST", "/lift", DashboardChanging.LiftAsync);
        routes.Write("POST", "/delete", DashboardChanging.DeleteAllAsync);
        routes.Write("POST", "/erase", NativeErasing.EraseAllAsync);
        routes.Read("POST", "/erase/verify", NativeErasing.VerifyAsync);
        routes.Read("GET", "/reviews", NativeReviews.ListAsync);
        routes.Write("POST", "/reviews/{id}", NativeReviews.SettleAsync);
        routes.Read("GET", "/changes", NativeChanges.ListAsync);
        routes.Read("GET", "/last", DashboardReading.LastAsync);
        MapWhole(routes);
    }

    private static void MapWhole(WireRoutes routes)
    {
        routes.Read("GET", "/metrics", DashboardCharts.GetAsync);
        routes.Read("GET", "/health", DashboardHealth.HealthAsync);
        routes.Read("POST", "/check", DashboardHealth.CheckAsync);
        routes.Read("GET", "/queue", DashboardHealth.QueueAsync);
        routes.Write("POST", "/queue/process", DashboardHealth.ProcessAsync);
        routes.Write("DELETE", "/queue/{id}", DashboardHealth.DiscardAsync);
        routes.Read("GET", "/export", DashboardTransfer.ExportAsync);
        routes.Take("POST", "/import", DashboardTransfer.ImportAsync);
    }

    private static void MapMemories(WireRoutes routes)
    {
        const string One = "/memories/{id}";
        routes.Read("GET", One, NativeMemories.GetAsync);
        routes.Write("PATCH", One, NativeMemories.PatchAsync);
        routes.Write("DELETE", One, NativeMemories.DeleteAsync);
        routes.Read("GET", $"{One}/history", NativeMemories.HistoryAsync);
        routes.Read("GET", $"{One}/related", DashboardReading.RelatedAsync);
        routes.Read("GET", $"{One}/health", DashboardReading.DiagnoseAsync);
        routes.Write("POST", $"{One}/restore", NativeMemories.RestoreAsync);
        routes.Write("POST", $"{One}/erase", NativeErasing.EraseAsync);
        routes.Write("POST", $"{One}/feedback", DashboardChanging.FeedbackAsync);
    }
}
