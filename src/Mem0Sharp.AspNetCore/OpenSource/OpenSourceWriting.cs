using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.AspNetCore;

/// <summary>Adding, changing and deleting, as the open-source server answers: when it is done.</summary>
internal static class OpenSourceWriting
{
    public static async Task<WireReply> AddAsync(WireRequest request)
    {
        JsonObject body = request.Body;
        ScopedMemory memory = request.Memory.For(WireScope.Of(body));
        bool infers = Field.Flag(body, "infer", otherwise: true);
        bool isProcedural = Field.Text(body, "memory_type") switch
        {
            null => false,
            "procedural_memory" => true,
            _ => throw WireException.Wrong("memory_type", "\"procedural_memory\", or left out"),
        };
        IReadOnlyList<ChatMessage> messages = WireMessages.Read(body);
        if (WireMessages.IsNothingSaid(messages))
        {
            return new JsonObject { ["results"] = new JsonArray() };
        }

        MemoryAddResult added = await memory.AddAsync(
            messages,
            new MemoryAddOptions
            {
                Mode = isProcedural ? MemoryAddMode.Procedural : infers ? null : MemoryAddMode.Verbatim,
                Queue = MemoryQueueMode.Never,
                Metadata = Field.Object(body, "metadata")?.DeepClone().AsObject(),
                ExtractionInstructions = Field.Text(body, "prompt"),
                ExpiresAt = Field.Expiry(body, "expiration_date"),
            },
            request.Aborted).ConfigureAwait(false);
        return new JsonObject
        {
            ["results"] = WireJson.ArrayOf(added.Facts.Where(fact => fact.Item is not null && PlatformAdding.EventOf(fact.Outcome) is not null).Select(Result)),
        };
    }

    public static async Task<WireReply> UpdateAsync(WireRequest request)
    {
        MemoryPatch patch = PlatformWriting.Patch(request.Body) ?? throw WireException.Bad("Give at least one of text, metadata and expiration_date.");
        string id = request.Route("id");
        await OpenSourceRoutes.FindAsync(request, id).ConfigureAwait(false);
        await request.Memory.UpdateAsync(id, patch, request.Aborted).ConfigureAwait(false);
        return WireRoutes.Message("Memory updated successfully!");
    }

    public static async Task<WireReply> DeleteAsync(WireRequest request)
    {
        string id = request.Route("id");
        await OpenSourceRoutes.FindAsync(request, id).ConfigureAwait(false);
        await request.Memory.DeleteAsync(id, request.Aborted).ConfigureAwait(false);
        return WireRoutes.Message("Memory deleted successfully");
    }

    public static async Task<WireReply> DeleteAllAsync(WireRequest request)
    {
        await request.Memory.For(WireScope.Of(request)).DeleteAllAsync(cancellationToken: request.Aborted).ConfigureAwait(false);
        return WireRoutes.Message("All relevant memories deleted");
    }

    public static async Task<WireReply> DeleteEntityAsync(WireRequest request)
    {
        await request.Memory.For(WireScope.OfEntity(request)).DeleteAllAsync(cancellationToken: request.Aborted).ConfigureAwait(false);
        return WireRoutes.Message("Entity deleted successfully");
    }

    public static async Task<WireReply> ResetAsync(WireRequest request)
    {
        await request.Memory.Everything.ResetAsync(request.Aborted).ConfigureAwait(false);
        return WireRoutes.Message("All memories reset");
    }

    private static JsonNode Result(FactResult fact)
    {
        JsonObject json = new() { ["id"] = fact.Item!.Id, ["memory"] = fact.Item.Text, ["event"] = PlatformAdding.EventOf(fact.Outcome) };
        if (fact.PreviousText is { } previous)
        {
            json["previous_memory"] = previous;
        }

        return json;
    }
}
