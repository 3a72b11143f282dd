using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>What the page changes, and the native routes have no route for.</summary>
internal static class DashboardChanging
{
    public static async Task<WireReply> FeedbackAsync(WireRequest request)
    {
        MemoryFeedback feedback = DashboardJson.Find<MemoryFeedback>(request.Body, "feedback") ?? throw WireException.Bad("\"feedback\" is required.");
        MemoryUpdateResult result = await request.Memory.FeedbackAsync(
            request.Route("id"), feedback, Field.Text(request.Body, "reason"), request.Aborted).ConfigureAwait(false);
        return NativeJson.Of(result.Item);
    }

    /// <summary>Lets a value that somebody rejected be learned again.</summary>
    public static async Task<WireReply> LiftAsync(WireRequest request)
    {
        ScopedMemory memory = request.Memory.For(WireScope.Of(request.Body));
        string text = Field.Text(request.Body, "text") ?? throw WireException.Bad("\"text\" is required.");
        return new JsonObject { ["lifted"] = await memory.LiftRejectionAsync(text, request.Aborted).ConfigureAwait(false) };
    }

    /// <summary>Deletes all that somebody has, or what of it a filter finds. The history remains.</summary>
    public static async Task<WireReply> DeleteAllAsync(WireRequest request)
    {
        ScopedMemory memory = request.Memory.For(WireScope.Of(request.Body));
        MemoryChangeOptions options = new() { Reason = Field.Text(request.Body, "reason") };
        int deleted = Field.Object(request.Body, "filters") is { } filters
            ? await memory.DeleteAllAsync(MemoryFilter.Parse(filters.ToJsonString()), options, request.Aborted).ConfigureAwait(false)
            : await memory.DeleteAllAsync(options, request.Aborted).ConfigureAwait(false);
        return new JsonObject { ["deleted"] = deleted };
    }
}
