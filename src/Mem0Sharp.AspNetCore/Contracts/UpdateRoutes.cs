using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mem0Sharp.AspNetCore;

/// <summary>A small contract that others document: <c>PUT /memory/update</c>, which changes a text and nothing else, and its history.</summary>
internal static class UpdateRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        WireRoutes routes = new(group, "Mem0 contract", Error);
        routes.Write("PUT", "/memory/update", UpdateAsync);
        routes.Read("GET", "/memory/history/{id}", HistoryAsync);
    }

    private static async Task<WireReply> UpdateAsync(WireRequest request)
    {
        string id = Field.Text(request.Body, "memory_id") is { Length: > 0 } given ? given : throw WireException.Bad("\"memory_id\" is required.");
        string text = Field.Text(request.Body, "data") is { } data && !string.IsNullOrWhiteSpace(data)
            ? data
            : throw WireException.Bad("\"data\" is required and must not be blank.");
        await OpenSourceRoutes.FindAsync(request, id).ConfigureAwait(false);
        await request.Memory.UpdateAsync(id, MemoryPatch.ForText(text), request.Aborted).ConfigureAwait(false);
        return new JsonObject
        {
            ["success"] = true,
            ["result"] = new JsonObject { ["message"] = "Memory updated successfully!", ["memory_id"] = id },
        };
    }

    private static async Task<WireReply> HistoryAsync(WireRequest request)
    {
        List<HistoryEntry> entries = await request.Memory.HistoryAsync(request.Route("id"), request.Aborted).ToListAsync(request.Aborted).ConfigureAwait(false);
        return entries.Count > 0 ? WireJson.ArrayOf(entries.Select(WireJson.Of)) : throw OpenSourceRoutes.NotFound();
    }

    // A store that cannot be reached is 500 here, whichever way it fails.
    private static WireReply Error(HttpContext context, int status, string message, string? code) => new(
        new JsonObject { ["detail"] = message },
        status >= StatusCodes.Status500InternalServerError ? StatusCodes.Status500InternalServerError : status);
}
