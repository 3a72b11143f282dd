using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.AspNetCore;

/// <summary>Adding, in the background where something is inferred, and how far it is.</summary>
internal static class PlatformAdding
{
    /// <summary>How often it is looked how far an add is, for whoever is told.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static async Task<WireReply> AddAsync(WireRequest request)
    {
        JsonObject body = request.Body;
        ScopedMemory memory = request.Memory.For(WireScope.Of(body));
        string? instructions = PlatformProject.InstructionsOf(request, memory.Scope);
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
                ExtractionInstructions = instructions,
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

    /// <summary>Says how far an add is; to whoever takes events, each time that it is further, until it is done.</summary>
    public static async Task<WireReply> EventAsync(WireRequest request)
    {
        QueuedCallStatus call = await request.Memory.GetQueuedAsync(request.Route("id"), request.Aborted).ConfigureAwait(false)
            ?? throw WireException.NotFound("Event not found");
        return EventStream.IsWanted(request.Context.Request) ? WireReply.Stream(FollowAsync(request, call)) : Of(call);
    }

    private static async IAsyncEnumerable<SseItem<JsonNode>> FollowAsync(
        WireRequest request, QueuedCallStatus first, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        QueuedCallStatus? call = first;
        (QueuedCallState, int)? told = null;
        while (call is not null)
        {
            if (told != (call.State, call.Attempts))
            {
                told = (call.State, call.Attempts);
                yield return new SseItem<JsonNode>(Of(call), "status");
            }

            if (call.State != QueuedCallState.Waiting)
            {
                yield break;
            }

            await Task.Delay(Pause, request.Time, cancellationToken).ConfigureAwait(false);
            call = await request.Memory.GetQueuedAsync(first.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private static JsonObject Of(QueuedCallStatus call)
    {
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
