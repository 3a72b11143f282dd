using System.Net;
using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>Tells whether a request is of somebody on this machine, and of no page that this machine's browser has from elsewhere.</summary>
internal static class OwnMachine
{
    public static bool IsCallerOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && IsNamed(context.Request.Host) && !IsOfAnotherPage(context.Request);

    /// <summary>Tells whether the request names this machine: another name may have been made to stand for it.</summary>
    private static bool IsNamed(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Tells whether a page of another origin sent it: a browser sends some requests anywhere, and does not show the answers.</summary>
    public static bool IsOfAnotherPage(HttpRequest request) =>
        (request.Headers.Origin.Count > 0 && request.Headers.Origin != $"{request.Scheme}://{request.Host}")
        || (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin" && site != "none");
}
