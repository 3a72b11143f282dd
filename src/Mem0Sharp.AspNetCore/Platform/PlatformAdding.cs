using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.AspNetCore;

/// <summary>Adding, in the background where something is inferred, and how far it is.</summary>
internal static class PlatformAdding
{
    public static async Task<WireReply> AddAsync(WireRequest request)
    {
        JsonObject body = request.Body;
        ScopedMemory memory = request.Memory.For(WireScope.Of(body));
        bool infers = Field.Flag(body, "infer", otherwise: true);
        IReadOnlyList<ChatMessage> messages = WireMessages.Read(body);
        if (WireMessages.IsNothingSaid(messages))
        {
            return Done(request, []);
        }

        MemoryAddResult added = await memory.AddAsync(
            messages,
            new MemoryAddOptions
            {
                Mode = infers ? null : MemoryAddMode.Verbatim,
                Queue = infers ? MemoryQueueMode.Always : MemoryQueueMode.Never,
                Metadata = Field.Object(body, "metadata")?.DeepClone().AsObject(),
                ExtractionInstructions = Field.Text(body, "custom_instructions"),
                OccurredAt = Field.Instant(body, "timestamp"),
                ExpiresAt = Field.Expiry(body, "expiration_date"),
                IsImmutable = Field.Flag(body, "immutable", otherwise: false),
            },
            request.Aborted).ConfigureAwait(false);
        if (added.Queued is { } queued)
        {
            return new JsonObject
            {
                ["message"] = "Memory processing has been queued for background execution",
                ["status"] = "PENDING",
                ["event_id"] = queued.Id,
            };
        }

        FactResult? refused = added.Facts.FirstOrDefault(fact => fact.Error is not null);
        return refused is null ? Done(request, Results(added)) : throw refused.Error!;
    }

    public static async Task<WireReply> EventAsync(WireRequest request)
    {
        QueuedCallStatus call = await request.Memory.GetQueuedAsync(request.Route("id"), request.Aborted).ConfigureAwait(false)
            ?? throw WireException.NotFound("Event not found");
        bool isDone = call.State == QueuedCallState.Done;
        string at = WireJson.Of(call.At);
        return new JsonObject
        {
            ["id"] = call.Id,
            ["event_type"] = "ADD",
            ["status"] = call.State switch
            {
                QueuedCallState.Done => "SUCCEEDED",
                QueuedCallState.SetAside => "FAILED",
                _ => call.Attempts > 0 ? "RUNNING" : "PENDING",
            },
            ["payload"] = null,
            ["metadata"] = null,
            ["results"] = call.Added is { } added ? Results(added) : [],
            ["created_at"] = at,
            ["updated_at"] = at,
            ["started_at"] = isDone ? at : null,
            ["completed_at"] = isDone ? at : null,
            ["latency"] = null,
            ["graph_status"] = null,
            ["error"] = call.ErrorCode,
        };
    }

    private static JsonObject Done(WireRequest request, JsonArray results) => new()
    {
        ["message"] = "Memories added",
        ["status"] = "SUCCEEDED",
        ["event_id"] = request.Context.TraceIdentifier,
        ["results"] = results,
    };

    private static JsonArray Results(MemoryAddResult added) => WireJson.ArrayOf(
        added.Facts.Where(fact => fact.Item is not null && EventOf(fact.Outcome) is not null).Select(JsonNode (fact) => new JsonObject
        {
            ["id"] = fact.Item!.Id,
            ["data"] = new JsonObject { ["memory"] = fact.Item.Text },
            ["event"] = EventOf(fact.Outcome),
        }));

    /// <summary>Gets what the wire calls an outcome; null where nothing changed.</summary>
    public static string? EventOf(FactOutcome outcome) => outcome switch
    {
        FactOutcome.Added => "ADD",
        FactOutcome.Updated => "UPDATE",
        FactOutcome.Deleted => "DELETE",
        _ => null,
    };
}
