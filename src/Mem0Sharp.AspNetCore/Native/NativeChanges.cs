using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>The log of changes: a page of it, or what happens from now on.</summary>
internal static class NativeChanges
{
    private const int Usual = 100;
    private const int Most = 1_000;

    /// <summary>Answers a page, or a stream where the caller takes one rather.</summary>
    public static async Task<WireReply> ListAsync(WireRequest request)
    {
        MemoryScope? scope = WireScope.Find(request);
        long after = request.QueryNumber("after", 0, long.MaxValue) ?? 0;
        if (EventStream.IsWanted(request.Context.Request))
        {
            // Of a stream that broke off, the client says where it was.
            HistoryFilter rest = new() { AfterSequence = request.HeaderNumber("Last-Event-ID", 0, long.MaxValue) ?? after };
            return WireReply.Stream(request.Memory.WatchAsync(scope, rest).Select(EventOf));
        }

        int limit = request.QueryNumber("limit", Usual, 1, Most);
        List<HistoryEntry> entries = await request.Memory.HistoryAsync(scope, new HistoryFilter { AfterSequence = after }, request.Aborted)
            .Take(limit).ToListAsync(request.Aborted).ConfigureAwait(false);
        return new JsonObject
        {
            ["results"] = WireJson.ArrayOf(entries.Select(NativeJson.Of)),
            ["last"] = entries.Count == 0 ? after : entries[^1].Sequence,
        };
    }

    private static SseItem<JsonNode> EventOf(HistoryEntry entry) => new(NativeJson.Of(entry), NativeJson.NameOf(entry.Event))
    {
        EventId = entry.Sequence.ToString(CultureInfo.InvariantCulture),
    };
}
