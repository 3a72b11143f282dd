using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>Says what a native route takes and answers, as a host's own OpenAPI document has it.</summary>
internal static class RouteDescription
{
    /// <param name="route">The route.</param>
    /// <param name="name">The method of <see cref="INativeRoutes"/> that has its signature.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="answer">What it answers.</param>
    /// <param name="problems">The errors that it has besides those of all routes.</param>
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicMethods, typeof(INativeRoutes))]
    public static IEndpointConventionBuilder Described(
        this IEndpointConventionBuilder route, string name, string summary, Type answer, params ReadOnlySpan<int> problems)
    {
        MethodInfo signature = typeof(INativeRoutes).GetMethod(name)!;
        List<object> metadata = [signature, .. signature.GetParameters().Select(parameter => new RouteParameter(parameter))];
        metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, answer, ["application/json"]));
        foreach (int status in (int[])
        [
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, .. problems,
            StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError,
            StatusCodes.Status502BadGateway, StatusCodes.Status503ServiceUnavailable,
        ])
        {
            metadata.Add(new ProducesResponseTypeMetadata(status, typeof(NativeProblem), [Problem.ContentType]));
        }

        return route.WithName($"Mem0Sharp{name}").WithTags("Mem0Sharp").WithSummary(summary).WithMetadata([.. metadata]);
    }
}
