using Microsoft.AspNetCore.Routing;

namespace Mem0Sharp.AspNetCore;

/// <summary>The library's own routes: what it can do and Mem0's wires cannot say.</summary>
internal static class NativeRoutes
{
    private const string Root = "/mem0sharp/v1";

    public static void Map(RouteGroupBuilder group)
    {
        WireRoutes routes = new(group, "Mem0Sharp", Problem.Of);
        routes.Read("GET", $"{Root}/changes", NativeChanges.ListAsync);
    }
}
