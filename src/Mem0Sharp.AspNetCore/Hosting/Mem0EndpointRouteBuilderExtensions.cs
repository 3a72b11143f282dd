using Mem0Sharp.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps Mem0's routes to the host's <c>Memory</c>.</summary>
public static class Mem0EndpointRouteBuilderExtensions
{
    /// <summary>Maps sets of routes. Called once for each set, each can be secured, limited or moved to another path by itself.</summary>
    /// <param name="endpoints">The host's routes, or a group of them.</param>
    /// <param name="wires">Which sets; default all.</param>
    /// <returns>The group, for what applies to all of its routes: an authorization policy, say, which comes before the caller's access.</returns>
    /// <exception cref="InvalidOperationException">The services were not registered (<c>AddMem0Server</c>).</exception>
    public static RouteGroupBuilder MapMem0(this IEndpointRouteBuilder endpoints, Mem0Wires wires = Mem0Wires.All)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<AccessResolver>() is null)
        {
            throw new InvalidOperationException("Mem0's routes need services: call AddMem0Server (and AddMem0Sharp) before.");
        }

        RouteGroupBuilder group = endpoints.MapGroup(string.Empty);
        if (wires.HasFlag(Mem0Wires.Platform))
        {
            PlatformRoutes.Map(group);
        }

        if (wires.HasFlag(Mem0Wires.OpenSource))
        {
            OpenSourceRoutes.Map(group);
        }

        if (wires.HasFlag(Mem0Wires.Contracts))
        {
            UpdateRoutes.Map(group);
            SectorRoutes.Map(group);
        }

        if (wires.HasFlag(Mem0Wires.Native))
        {
            NativeRoutes.Map(group);
        }

        return group;
    }
}
