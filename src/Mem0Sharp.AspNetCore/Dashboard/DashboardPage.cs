using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.AspNetCore;

/// <summary>The page's files: they say nothing of anybody, and are there for whoever could get in.</summary>
internal static class DashboardPage
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(RouteGroupBuilder group)
    {
        foreach (DashboardAsset asset in DashboardAsset.ReadAll())
        {
            group.MapMethods($"/{asset.Path}", Methods, context => AnswerAsync(context, asset)).ExcludeFromDescription();
        }
    }

    private static Task AnswerAsync(HttpContext context, DashboardAsset asset)
    {
        if (!context.RequestServices.GetRequiredService<AccessResolver>().IsAnybodyLetIn(context))
        {
            WireLog.DashboardClosed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(WireLog.Category));
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // What the files refer to is relative, and would be looked for beside the page.
        if (asset.Path.Length == 0 && context.Request.Path.Value is { } path && !path.EndsWith('/'))
        {
            context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            context.Response.Headers.Location = $"{path[(path.LastIndexOf('/') + 1)..]}/";
            return Task.CompletedTask;
        }

        Restrict(context.Response.Headers);
        return asset.WriteAsync(context);
    }

    /// <summary>Forbids the browser what the page does not do. Text becomes nodes, never markup: a string is no script and no HTML (Trusted Types).</summary>
    private static void Restrict(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }
}
