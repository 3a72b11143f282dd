using Mem0Sharp.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps a page on which to look at the host's <c>Memory</c>, and to change it.</summary>
public static class Mem0DashboardEndpointRouteBuilderExtensions
{
    /// <summary>Maps the page, its files, and what it asks for below <c>api</c>.</summary>
    /// <param name="endpoints">The host's routes, or a group of them.</param>
    /// <param name="pattern">Where the page is. Default "/mem0".</param>
    /// <returns>The group, for what applies to all of it: an authorization policy, say, which comes before the caller's access.</returns>
    /// <exception cref="InvalidOperationException">The services were not registered (<c>AddMem0Server</c>).</exception>
    /// <remarks>
    /// Who gets in, and to whose memories, is as with the API: by keys, which the page asks for, or by a login of the host's own; with neither, whoever
    /// sits at the machine while the host is in development, and to anybody else there is no page. Nothing is fetched from elsewhere.
    /// </remarks>
    public static RouteGroupBuilder MapMem0Dashboard(this IEndpointRouteBuilder endpoints, string pattern = "/mem0")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        if (endpoints.ServiceProvider.GetService<AccessResolver>() is null)
        {
            throw new InvalidOperationException("The page needs services: call AddMem0Server (and AddMem0Sharp) before.");
        }

        endpoints.ServiceProvider.GetRequiredService<DashboardMetrics>().Start();
        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        DashboardPage.Map(group);
        DashboardRoutes.Map(group.MapGroup("/api"));
        return group;
    }
}
