using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.AspNetCore;

/// <summary>Adds a conversation, and says what each stage made of it.</summary>
internal static class DashboardAdding
{
    public static async Task<WireReply> AddAsync(WireRequest request)
    {
        JsonObject body = request.Body;
        MemoryAddResult added = await request.Memory.For(WireScope.Of(body)).AddAsync(
            WireMessages.Read(body),
            new MemoryAddOptions
            {
                Mode = DashboardJson.Find<MemoryAddMode>(body, "mode"),
                OccurredAt = Field.Instant(body, "occurred_at"),
                Queue = MemoryQueueMode.Never,
                IsImmutable = Field.Flag(body, "immutable", otherwise: false),
                Reason = Field.Text(body, "reason"),
            },
            request.Aborted).ConfigureAwait(false);
        return Of(added);
    }

    private static JsonObject Of(MemoryAddResult added) => new()
    {
        ["facts"] = WireJson.ArrayOf(added.Facts.Select(Of)),
        ["skipped_images"] = added.SkippedImages.Count,
        ["model_calls"] = added.ModelCalls,
        ["tokens"] = Of(added.Usage),
        ["milliseconds"] = new JsonObject
        {
            ["extraction"] = added.Timings.Extraction.TotalMilliseconds,
            ["search"] = added.Timings.Search.TotalMilliseconds,
            ["arbitration"] = added.Timings.Arbitration.TotalMilliseconds,
            ["writing"] = added.Timings.Writing.TotalMilliseconds,
        },
    };

    private static JsonObject? Of(UsageDetails? usage) => usage is null
        ? null
        : new JsonObject { ["input"] = usage.InputTokenCount, ["output"] = usage.OutputTokenCount };

    private static JsonObject Of(FactResult fact) => new()
    {
        ["text"] = fact.Fact.Text,
        ["intent"] = DashboardJson.Of(fact.Fact.Intent),
        ["type"] = fact.Fact.Type is { } type ? DashboardJson.Of(type) : null,
        ["replaces"] = fact.Fact.Replaces,
        ["messages"] = new JsonArray([.. fact.Fact.Messages.Select(message => JsonValue.Create(message))]),
        ["valid_from"] = fact.Fact.ValidFrom,
        ["valid_to"] = fact.Fact.ValidTo,
        ["candidates"] = WireJson.ArrayOf(fact.Candidates.Select(candidate => new JsonObject
        {
            ["item"] = NativeJson.Of(candidate.Item),
            ["score"] = candidate.Score,
        })),
        ["outcome"] = DashboardJson.Of(fact.Outcome),
        ["reason"] = fact.Reason,
        ["previous_text"] = fact.PreviousText,
        ["error"] = fact.Error is { } error ? DashboardJson.Of(error) : null,
        ["item"] = fact.Item is { } item ? NativeJson.Of(item) : null,
    };
}
