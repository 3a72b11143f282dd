using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>Searching, now or as of a moment.</summary>
internal static class NativeSearches
{
    private const int Usual = 10;

    public static async Task<WireReply> SearchAsync(WireRequest request)
    {
        NativeSearch body = NativeBody.Read(request, NativeJsonContext.Default.NativeSearch);
        ScopedMemory memory = request.Memory.Of(WireScope.Of(body.UserId, body.AgentId, body.RunId, body.AppId));
        MemorySearchResults found = await memory.SearchAsync(
            string.IsNullOrWhiteSpace(body.Query) ? throw WireException.Wrong("query", "a text that is not blank") : body.Query,
            new MemorySearchOptions
            {
                Top = body.Top ?? Usual,
                Filter = body.Filters is { } filters ? MemoryFilter.Parse(filters.ToJsonString()) : null,
                Threshold = body.Threshold,
                AsOf = (body.KnownAt ?? body.HeldAt) is null ? null : new MemoryAsOf { KnownAt = body.KnownAt, HeldAt = body.HeldAt },
                Mode = body.Mode ?? MemorySearchMode.Hybrid,
                MinTrust = body.MinTrust,
                Rerank = body.Rerank,
                IncludeExpired = body.IncludeExpired,
                Explain = body.Explain,
            },
            request.Aborted).ConfigureAwait(false);
        return NativeJson.ListOf(found.Select(Of));
    }

    private static JsonObject Of(MemorySearchResult result)
    {
        JsonObject json = new() { ["item"] = NativeJson.Of(result.Item), ["score"] = result.Score };
        if (result.Relevance is { } relevance)
        {
            json["relevance"] = relevance;
        }

        if (result.Details is { } details)
        {
            json["details"] = JsonSerializer.SerializeToNode(Of(details), NativeJsonContext.Default.NativeScore);
        }

        return json;
    }

    private static NativeScore Of(MemoryScoreDetails details) => new()
    {
        Keyword = details.Keyword,
        Cosine = details.Cosine,
        Entities = details.Entities,
        Answer = details.Answer,
        Period = details.Period,
        Recency = details.Recency,
        Salience = details.Salience,
        FromKeyword = details.FromKeyword,
        FromCosine = details.FromCosine,
        FromEntities = details.FromEntities,
        FromAnswer = details.FromAnswer,
        FromPeriod = details.FromPeriod,
        FromRecency = details.FromRecency,
        FromSalience = details.FromSalience,
    };
}
