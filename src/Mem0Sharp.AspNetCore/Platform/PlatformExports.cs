using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mem0Sharp.AspNetCore;

/// <summary>
/// Exports: memories of a filter as an object of the caller's schema, which a model fills in. What is kept is what was asked for; it is filled in when it is
/// fetched, from what is known then.
/// </summary>
internal static class PlatformExports
{
    /// <summary>Of so many memories an export is made at most: a model reads them all.</summary>
    private const int Most = 1_000;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public static async Task<WireReply> CreateAsync(WireRequest request)
    {
        JsonObject body = request.Body;
        JsonObject schema = Schema(body);
        string? instructions = Field.Text(body, "export_instructions");
        if (instructions is { Length: > MemoryLimits.InstructionsLength })
        {
            throw WireException.Wrong("export_instructions", FormattableString.Invariant($"a text of at most {MemoryLimits.InstructionsLength} characters"));
        }

        JsonObject filters = Field.Object(body, "filters")?.DeepClone().AsObject() ?? [];
        await MemoriesAsync(request, filters, most: 1).ConfigureAwait(false);
        _ = Model(request);
        DateTimeOffset now = request.Time.GetUtcNow();
        foreach (MemoryView old in request.State.All(ServerState.Views).Where(view => now - view.CreatedAt > Kept))
        {
            request.State.Change(ServerState.Views, old.Id, _ => null);
        }

        MemoryView created = new()
        {
            Id = new Guid(RandomNumberGenerator.GetBytes(16)).ToString(),
            Schema = schema,
            Filters = filters,
            Instructions = instructions,
            CreatedAt = now,
        };
        request.State.Change(ServerState.Views, created.Id, _ => created);
        JsonObject reply = WireRoutes.Message("Memory export is ready: it is filled in when it is fetched.");
        reply["id"] = created.Id;
        return new WireReply(reply, StatusCodes.Status201Created);
    }

    public static async Task<WireReply> GetAsync(WireRequest request)
    {
        MemoryView view = Find(request) ?? throw Unknown();
        IReadOnlyList<MemoryItem> memories;
        try
        {
            memories = await MemoriesAsync(request, view.Filters, Most + 1).ConfigureAwait(false);
        }
        catch (WireException exception) when (exception.Status == StatusCodes.Status403Forbidden)
        {
            // Another's, which is none to the caller.
            throw Unknown();
        }

        if (memories.Count > Most)
        {
            throw WireException.Bad(FormattableString.Invariant($"More than {Most} memories are found with the export's filters: make one of fewer."));
        }

        TimeSpan limit = request.Context.RequestServices.GetRequiredService<IOptionsMonitor<MemoryOptions>>().CurrentValue.ModelCallTimeout;
        return await ExportModel.FillAsync(Model(request), view, memories, limit, request.Time, request.Aborted).ConfigureAwait(false);
    }

    private static MemoryView? Find(WireRequest request)
    {
        DateTimeOffset now = request.Time.GetUtcNow();
        if (Field.Text(request.Body, "memory_export_id") is { } id)
        {
            return request.State.Find(ServerState.Views, id) is { } view && now - view.CreatedAt <= Kept ? view : null;
        }

        JsonObject filters = Field.Object(request.Body, "filters") ?? throw WireException.Bad("Give \"memory_export_id\" or \"filters\".");
        return request.State.All(ServerState.Views)
            .Where(view => now - view.CreatedAt <= Kept && JsonNode.DeepEquals(view.Filters, filters))
            .MaxBy(view => view.CreatedAt);
    }

    private static async Task<IReadOnlyList<MemoryItem>> MemoriesAsync(WireRequest request, JsonObject filters, int most)
    {
        ScopedFilter where = await ScopedFilter.ReadAsync(filters, isPlatform: true, request.Memory, request.Aborted).ConfigureAwait(false);
        (_, IReadOnlyList<MemoryItem> memories) = await WireSearch.PageAsync(
            request.Memory, where, withExpired: false, skip: 0, most, request.Aborted).ConfigureAwait(false);
        return memories;
    }

    /// <summary>Gets the schema: an object, or its text.</summary>
    private static JsonObject Schema(JsonObject body)
    {
        JsonNode? schema = body["schema"];
        if (schema is JsonValue text && text.GetValueKind() == JsonValueKind.String)
        {
            try
            {
                schema = JsonNode.Parse(text.GetValue<string>());
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                schema = null;
            }
        }

        return schema is JsonObject { Count: > 0 } json && Encoding.UTF8.GetByteCount(json.ToJsonString()) <= MemoryLimits.MetadataBytes
            ? json.DeepClone().AsObject()
            : throw WireException.Wrong("schema", FormattableString.Invariant($"a JSON schema of at most {MemoryLimits.MetadataBytes} bytes"));
    }

    private static IChatClient Model(WireRequest request) => request.Context.RequestServices.GetService<IChatClient>()
        ?? throw new WireException(StatusCodes.Status501NotImplemented, "An export is filled in by a model, and the host has none: register an IChatClient.");

    private static WireException Unknown() => WireException.NotFound("No memory export request found");
}
