using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>How the memory is: its parts, what is stored, and what waits to be done. For whoever may touch everything, since it is of everybody's.</summary>
internal static class DashboardHealth
{
    private const int MostProblems = 200;
    private const int MostCalls = 500;

    public static async Task<WireReply> HealthAsync(WireRequest request) =>
        DashboardJson.Of(await request.Memory.Everything.CheckHealthAsync(request.Aborted).ConfigureAwait(false));

    /// <summary>Reads all that is stored, and says whether it is sound.</summary>
    public static async Task<WireReply> CheckAsync(WireRequest request)
    {
        MemoryCheckResult found = await request.Memory.Everything.CheckAsync(request.Aborted).ConfigureAwait(false);
        return new JsonObject
        {
            ["sound"] = found.IsSound,
            ["memories"] = found.Memories,
            ["versions"] = found.Versions,
            ["problem_count"] = found.Problems.Count,
            ["problems"] = WireJson.Of(found.Problems.Take(MostProblems)),
        };
    }

    /// <summary>Lists the calls that are kept, without what they say.</summary>
    public static async Task<WireReply> QueueAsync(WireRequest request)
    {
        List<QueuedCall> calls = await request.Memory.Everything.GetQueueAsync(request.Aborted)
            .Take(MostCalls + 1).ToListAsync(request.Aborted).ConfigureAwait(false);
        JsonObject json = NativeJson.ListOf(calls.Take(MostCalls).Select(Of));
        json["more"] = calls.Count > MostCalls;
        return json;
    }

    public static async Task<WireReply> ProcessAsync(WireRequest request)
    {
        MemoryQueueResult result = await request.Memory.Everything.ProcessQueueAsync(
            Field.Flag(request.Body, "include_set_aside", otherwise: false), request.Aborted).ConfigureAwait(false);
        return new JsonObject { ["done"] = result.DoneCount, ["waiting"] = result.WaitingCount, ["set_aside"] = result.SetAsideCount };
    }

    public static async Task<WireReply> DiscardAsync(WireRequest request) => new JsonObject
    {
        ["discarded"] = await request.Memory.Everything.DiscardQueuedAsync(request.Route("id"), request.Aborted).ConfigureAwait(false),
    };

    private static JsonObject Of(QueuedCall call) => new()
    {
        ["id"] = call.Id,
        ["kind"] = DashboardJson.Of(call.Kind),
        ["scope"] = call.Scope is { } scope ? DashboardJson.Of(scope) : null,
        ["queued_at"] = call.QueuedAt,
        ["attempts"] = call.Attempts,
        ["error_code"] = call.ErrorCode,
        ["set_aside"] = call.IsSetAside,
    };
}
