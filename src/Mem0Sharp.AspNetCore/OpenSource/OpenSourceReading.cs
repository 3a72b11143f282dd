using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>Reading by id, by list and by search, as the open-source server answers.</summary>
internal static class OpenSourceReading
{
    private const int Most = 1_000;
    private const int Usual = 20;

    /// <summary>Gets a memory; of one that is not there this server says "null", with 200.</summary>
    public static async Task<WireReply> GetAsync(WireRequest request) =>
        new(await request.Memory.GetAsync(request.Route("id"), request.Aborted).ConfigureAwait(false) is { } item ? WireJson.Of(item) : null);

    public static async Task<WireReply> HistoryAsync(WireRequest request) => WireJson.ArrayOf(
        (await request.Memory.HistoryAsync(request.Route("id"), request.Aborted).ToListAsync(request.Aborted).ConfigureAwait(false)).Select(WireJson.Of));

    public static async Task<WireReply> ListAsync(WireRequest request)
    {
        bool showsExpired = request.Query("show_expired") is "true" or "True" or "1";
        bool namesSomebody = WireScope.Names.Any(name => request.Query(name.Name) is not null);
        if (!namesSomebody)
        {
            return Results(await EverythingAsync(request, showsExpired).ConfigureAwait(false));
        }

        int top = request.QueryNumber("top_k", Usual, 0, Most);
        (_, IReadOnlyList<MemoryItem> items) = await WireSearch.PageAsync(
            request.Memory, ScopedFilter.Of(WireScope.Of(request)), showsExpired, 0, top, request.Aborted).ConfigureAwait(false);
        return Results(items.Select(WireJson.Of));
    }

    public static async Task<WireReply> SearchAsync(WireRequest request)
    {
        JsonObject body = request.Body;
        JsonObject filters = Field.Object(body, "filters")?.DeepClone().AsObject() ?? [];
        foreach ((string name, _) in WireScope.Names)
        {
            // Beside the filters, where older clients say whose: in the place of what the filters say.
            if (Field.Text(body, name) is { } id)
            {
                filters[name] = id;
            }
        }

        ScopedFilter where = await ScopedFilter.ReadAsync(filters, isPlatform: false, request.Memory, request.Aborted).ConfigureAwait(false);
        return Results(await PlatformReading.FoundAsync(request, where, Usual, Field.Flag(body, "explain", otherwise: false)).ConfigureAwait(false));
    }

    public static async Task<WireReply> EntitiesAsync(WireRequest request) => WireJson.ArrayOf(
        (await request.Memory.GetOwnersAsync(request.Aborted).ConfigureAwait(false)).Select(JsonNode (owner) => WireJson.Of(owner)));

    private static JsonObject Results(IEnumerable<JsonNode> items) => new() { ["results"] = WireJson.ArrayOf(items) };

    private static JsonObject Results(JsonArray found) => new() { ["results"] = found };

    /// <summary>Gets some memories of everybody: for whoever may touch them all.</summary>
    private static async Task<IEnumerable<JsonNode>> EverythingAsync(WireRequest request, bool showsExpired)
    {
        _ = request.Memory.Everything;
        Dictionary<string, MemoryItem> all = new(StringComparer.Ordinal);
        MemoryListOptions options = new() { IncludeExpired = showsExpired };
        foreach (MemoryOwner owner in await request.Memory.GetOwnersAsync(request.Aborted).ConfigureAwait(false))
        {
            IAsyncEnumerable<MemoryItem> own = request.Memory.For(owner.Scope).GetAllAsync(options, request.Aborted).Take(Most - all.Count);
            await foreach (MemoryItem item in own.ConfigureAwait(false))
            {
                all[item.Id] = item;
            }
        }

        return all.Values.OrderByDescending(item => item.CreatedAt).Select(JsonNode (item) => WireJson.Of(item));
    }
}
