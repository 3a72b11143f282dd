using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>Reading by id, by list and by search.</summary>
internal static class PlatformReading
{
    private const int Usual = 10;

    public static async Task<WireReply> GetAsync(WireRequest request) => WireJson.Of(await FindAsync(request).ConfigureAwait(false));

    public static async Task<WireReply> HistoryAsync(WireRequest request)
    {
        List<HistoryEntry> entries = await request.Memory.HistoryAsync(request.Route("id"), request.Aborted).ToListAsync(request.Aborted).ConfigureAwait(false);
        return entries.Count > 0 ? WireJson.ArrayOf(entries.Select(WireJson.Of)) : throw Unknown(request.Route("id"));
    }

    /// <summary>Lists with the ids in the query: a bare array.</summary>
    public static async Task<WireReply> ListOfQueryAsync(WireRequest request)
    {
        (int page, int size) = Page(request);
        (_, IReadOnlyList<MemoryItem> items) = await WireSearch.PageAsync(
            request.Memory,
            ScopedFilter.Of(WireScope.Of(request)),
            request.Query("show_expired") is "true",
            (page - 1) * size,
            size,
            request.Aborted).ConfigureAwait(false);
        return WireJson.ArrayOf(items.Select(WireJson.Of));
    }

    public static async Task<WireReply> ListAsync(WireRequest request)
    {
        (int page, int size) = Page(request);
        ScopedFilter where = await WhereAsync(request).ConfigureAwait(false);
        (long count, IReadOnlyList<MemoryItem> items) = await WireSearch.PageAsync(
            request.Memory, where, ShowsExpired(request.Body), (page - 1) * size, size, request.Aborted).ConfigureAwait(false);
        return PageOf(request, count, page, size, items.Select(WireJson.Of));
    }

    public static async Task<WireReply> SearchAsync(WireRequest request)
    {
        ScopedFilter where = await WhereAsync(request).ConfigureAwait(false);
        return new JsonObject { ["results"] = await FoundAsync(request, where, Usual, explains: true).ConfigureAwait(false) };
    }

    public static async Task<WireReply> SearchBareAsync(WireRequest request) =>
        await FoundAsync(request, await WhereAsync(request).ConfigureAwait(false), Usual, explains: true).ConfigureAwait(false);

    /// <summary>Searches with the ids in the body: a bare array.</summary>
    public static async Task<WireReply> SearchOfBodyAsync(WireRequest request) => request.Body["filters"] is null
        ? await FoundAsync(request, ScopedFilter.Of(WireScope.Of(request.Body)).And(Further(request.Body)), Usual, explains: true).ConfigureAwait(false)
        : await SearchBareAsync(request).ConfigureAwait(false);

    /// <summary>Gets which page a request is for, from 1, and how many are on one.</summary>
    public static (int Page, int Size) Page(WireRequest request) => (
        request.QueryNumber("page", 1, 1, 1_000_000),
        request.QueryNumber("page_size", Math.Min(100, request.Settings.MaxPageSize), 1, request.Settings.MaxPageSize));

    public static JsonObject PageOf(WireRequest request, long count, int page, int size, IEnumerable<JsonNode> items) => new()
    {
        ["count"] = count,
        ["next"] = (long)page * size < count ? Address(request, page + 1, size) : null,
        ["previous"] = page > 1 ? Address(request, page - 1, size) : null,
        ["results"] = WireJson.ArrayOf(items),
    };

    /// <summary>Gets the memory that the path names.</summary>
    /// <exception cref="WireException">There is none.</exception>
    public static async Task<MemoryItem> FindAsync(WireRequest request) =>
        await request.Memory.GetAsync(request.Route("id"), request.Aborted).ConfigureAwait(false) ?? throw Unknown(request.Route("id"));

    /// <summary>Says of an id under which nothing is stored what is wrong with it.</summary>
    public static WireException Unknown(string id) => Guid.TryParse(id, out _)
        ? WireException.NotFound("Memory not found!")
        : WireException.Bad("memory_id should be a valid UUID");

    private static string Address(WireRequest request, int page, int size)
    {
        HttpRequest http = request.Context.Request;
        return string.Create(CultureInfo.InvariantCulture, $"{http.Scheme}://{http.Host}{http.PathBase}{http.Path}?page={page}&page_size={size}");
    }

    /// <summary>Searches, with the settings that a body gives.</summary>
    /// <param name="request">The request.</param>
    /// <param name="where">What is searched.</param>
    /// <param name="usual">How many are found where the body does not say.</param>
    /// <param name="explains">Whether each has what its score is made of.</param>
    public static async Task<JsonArray> FoundAsync(WireRequest request, ScopedFilter where, int usual, bool explains)
    {
        JsonObject body = request.Body;
        string query = Field.Text(body, "query") is { } text && !string.IsNullOrWhiteSpace(text)
            ? text.Trim()
            : throw WireException.Bad("\"query\" is required and must not be blank.");
        int top = Field.Number(body, "top_k", Field.Number(body, "limit", usual, 0, MemoryLimits.Top), 0, MemoryLimits.Top);
        if (top == 0)
        {
            return [];
        }

        IReadOnlyList<MemorySearchResult> found = await WireSearch.SearchAsync(
            request.Memory,
            query,
            where,
            new MemorySearchOptions
            {
                Top = top,
                Filter = where.Filter,
                Threshold = Field.Share(body, "threshold"),
                Rerank = Field.Flag(body, "rerank", otherwise: false),
                IncludeExpired = ShowsExpired(body),
                Explain = explains,
            },
            request.Aborted).ConfigureAwait(false);
        return WireJson.ArrayOf(found.Select(WireJson.Of));
    }

    private static async Task<ScopedFilter> WhereAsync(WireRequest request)
    {
        JsonObject? filters = Field.Object(request.Body, "filters");
        ScopedFilter where = await ScopedFilter.ReadAsync(filters, isPlatform: true, request.Memory, request.Aborted).ConfigureAwait(false);
        return where.And(Further(request.Body));
    }

    private static bool ShowsExpired(JsonObject body) => Field.Flag(body, "show_expired", otherwise: false);

    /// <summary>Makes a filter of what stands beside the filters.</summary>
    private static MemoryFilter? Further(JsonObject body)
    {
        List<MemoryFilter> all = [];
        if (Field.Instant(body, "start_date") is { } start)
        {
            all.Add(MemoryField.CreatedAt.AtLeast(start));
        }

        if (Field.Instant(body, "end_date") is { } end)
        {
            all.Add(MemoryField.CreatedAt.AtMost(end));
        }

        if (Field.Texts(body, "categories") is { Count: > 0 } categories)
        {
            all.Add(MemoryField.Tags.In([.. categories]));
        }

        return all.Count == 0 ? null : MemoryFilter.AllOf(all);
    }
}
