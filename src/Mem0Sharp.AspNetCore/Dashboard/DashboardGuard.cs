using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>
/// Lets in what the page itself asks, and nothing that another page makes a browser ask: a login of the host's own may be a cookie, which a browser
/// sends along with both.
/// </summary>
internal static class DashboardGuard
{
    /// <summary>The page sends it with each request. Another origin's page may not, unless it asked before, and was let (CORS).</summary>
    public const string Header = "X-Mem0-Dashboard";

    /// <exception cref="WireException">The request is not the page's.</exception>
    public static void Check(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.Headers[Header] != "1" || !IsOfSameOrigin(context.Request))
        {
            throw WireException.Forbidden("Only the page asks here. Programs ask the API.");
        }
    }

    /// <summary>Tells whether the request is of the page's origin. A browser says so itself; where it does not, the origins are compared.</summary>
    private static bool IsOfSameOrigin(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site
        ? site == "same-origin"
        : !OwnMachine.IsOfAnotherPage(request);
}
