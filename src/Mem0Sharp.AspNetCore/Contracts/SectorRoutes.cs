using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mem0Sharp.AspNetCore;

/// <summary>A small contract that others document: memories with tags and sectors, which are the types of memories here, changed by <c>PATCH</c>.</summary>
internal static class SectorRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        WireRoutes routes = new(group, "Mem0 contract", Error);
        routes.Write("POST", "/memory/add", AddAsync);
        routes.Write("POST", "/memory/reinforce", ReinforceAsync);
        routes.Read("GET", "/memory/{id}", async request => Of(await OpenSourceRoutes.FindAsync(request, request.Route("id")).ConfigureAwait(false)));
        routes.Write("DELETE", "/memory/{id}", DeleteAsync);
        routes.Write("PATCH", "/memory/{id}", PatchAsync);
        routes.Write("PATCH", "/memory", _ => throw WireException.Bad("The path needs the id of a memory."));
    }

    private static async Task<WireReply> AddAsync(WireRequest request)
    {
        JsonObject body = request.Body;
        MemoryAddResult added = await request.Memory.For(WireScope.Of(body)).AddAsync(
            Content(body) ?? throw WireException.Bad("\"content\" is required."),
            new MemoryAddOptions
            {
                Mode = MemoryAddMode.Verbatim,
                Queue = MemoryQueueMode.Never,
                Tags = Field.Texts(body, "tags"),
                Metadata = Field.Object(body, "metadata")?.DeepClone().AsObject(),
            },
            request.Aborted).ConfigureAwait(false);
        FactResult fact = added.Facts[0];
        return fact.Item is null ? throw fact.Error! : Of(fact.Item);
    }

    /// <summary>Replaces the tags, merges the metadata, and leaves all else, the links to other memories among it.</summary>
    private static async Task<WireReply> PatchAsync(WireRequest request)
    {
        JsonObject body = request.Body;
        MemoryItem found = await OpenSourceRoutes.FindAsync(request, request.Route("id")).ConfigureAwait(false);
        MemoryPatch patch = new()
        {
            Text = Content(body),
            Tags = body["tags"] is null ? null : TagsPatch.Replace(Field.Texts(body, "tags")),
            Metadata = Field.Object(body, "metadata") is { } metadata ? MetadataPatch.Merge(metadata.DeepClone().AsObject()) : null,
        };
        if (patch.Text is null && patch.Tags is null && patch.Metadata is null)
        {
            throw WireException.Bad("Give at least one of content, tags and metadata.");
        }

        return Of((await request.Memory.UpdateAsync(found.Id, patch, request.Aborted).ConfigureAwait(false)).Item);
    }

    private static async Task<WireReply> DeleteAsync(WireRequest request)
    {
        MemoryItem found = await OpenSourceRoutes.FindAsync(request, request.Route("id")).ConfigureAwait(false);
        await request.Memory.DeleteAsync(found.Id, request.Aborted).ConfigureAwait(false);
        return new JsonObject { ["ok"] = true };
    }

    /// <summary>Says that a memory helped. How much more it matters then is the library's to say, whatever boost is asked for.</summary>
    private static async Task<WireReply> ReinforceAsync(WireRequest request)
    {
        _ = Field.Share(request.Body, "boost");
        string id = Field.Text(request.Body, "id") is { Length: > 0 } given ? given : throw WireException.Bad("\"id\" is required.");
        MemoryItem found = await OpenSourceRoutes.FindAsync(request, id).ConfigureAwait(false);
        MemoryUpdateResult updated = await request.Memory.FeedbackAsync(found.Id, MemoryFeedback.Positive, reason: null, request.Aborted).ConfigureAwait(false);
        return new JsonObject { ["ok"] = true, ["salience"] = updated.Item.Salience };
    }

    private static string? Content(JsonObject body) => Field.Text(body, "content") switch
    {
        { } text when string.IsNullOrWhiteSpace(text) => throw WireException.Wrong("content", "a text that is not blank"),
        var text => text,
    };

    private static JsonObject Of(MemoryItem item)
    {
        string sector = item.Type.ToString().ToLowerInvariant();
        return new JsonObject
        {
            ["id"] = item.Id,
            ["content"] = item.Text,
            ["tags"] = WireJson.Of(item.Tags),
            ["metadata"] = item.Metadata.ToJsonObject(),
            ["created_at"] = item.CreatedAt.ToUnixTimeMilliseconds(),
            ["updated_at"] = item.UpdatedAt.ToUnixTimeMilliseconds(),
            ["version"] = item.Version,
            ["salience"] = item.Salience,
            ["sectors"] = new JsonArray(sector),
            ["primary_sector"] = sector,
            ["user_id"] = item.Scope.UserId,
        };
    }

    // "nf" where there is none, "id" where the request is at fault: the contract has no other words for it.
    private static WireReply Error(HttpContext context, int status, string message, string? code) => status switch
    {
        StatusCodes.Status404NotFound => Error(status, "nf", message),
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => Error(status, "auth", message),
        >= StatusCodes.Status500InternalServerError => Error(StatusCodes.Status500InternalServerError, "internal", message),
        StatusCodes.Status400BadRequest => Error(status, "id", message),
        _ => Error(status, code ?? "refused", message),
    };

    private static WireReply Error(int status, string err, string message) => new(new JsonObject { ["err"] = err, ["detail"] = message }, status);
}
