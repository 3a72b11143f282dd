using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>Memories of which somebody must say which holds.</summary>
internal static class NativeReviews
{
    private const int Usual = 100;
    private const int Most = 1_000;

    public static async Task<WireReply> ListAsync(WireRequest request)
    {
        int limit = request.QueryNumber("limit", Usual, 1, Most);
        List<MemoryReview> reviews = await request.Memory.Of(WireScope.Find(request)).GetReviewsAsync(request.Aborted)
            .Take(limit).ToListAsync(request.Aborted).ConfigureAwait(false);
        return NativeJson.ListOf(reviews.Select(NativeJson.Of));
    }

    public static async Task<WireReply> SettleAsync(WireRequest request)
    {
        NativeDecision body = NativeBody.Read(request, NativeJsonContext.Default.NativeDecision);
        MemoryItem? holds = await request.Memory.SettleReviewAsync(request.Route("id"), body.Decision, body.Reason, request.Aborted).ConfigureAwait(false);
        JsonObject json = [];
        if (holds is not null)
        {
            json["item"] = NativeJson.Of(holds);
        }

        return json;
    }
}
