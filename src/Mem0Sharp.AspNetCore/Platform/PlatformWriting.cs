using System.Globalization;
using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>Changing and deleting, one or many.</summary>
internal static class PlatformWriting
{
    public static async Task<WireReply> UpdateAsync(WireRequest request)
    {
        MemoryPatch patch = Patch(request.Body) ?? throw WireException.Bad("Give at least one of text, metadata, timestamp and expiration_date.");
        MemoryItem found = await PlatformReading.FindAsync(request).ConfigureAwait(false);
        MemoryUpdateResult updated = await request.Memory.UpdateAsync(found.Id, patch, request.Aborted).ConfigureAwait(false);
        return WireJson.Of(updated.Item);
    }

    public static async Task<WireReply> DeleteAsync(WireRequest request)
    {
        MemoryItem found = await PlatformReading.FindAsync(request).ConfigureAwait(false);
        if (request.Query("delete_linked") is not "true")
        {
            await request.Memory.DeleteAsync(found.Id, request.Aborted).ConfigureAwait(false);
            return WireRoutes.Message("Memory deleted successfully!");
        }

        BatchDeleteResult deleted = await request.Memory.BatchDeleteAsync(
            [.. found.Links.Select(link => link.TargetId).Append(found.Id).Distinct(StringComparer.Ordinal)], request.Aborted).ConfigureAwait(false);
        JsonObject reply = WireRoutes.Message("Memory deleted successfully!");
        reply["cascade_count"] = deleted.Count(item => item.IsDeleted && !string.Equals(item.Id, found.Id, StringComparison.Ordinal));
        return reply;
    }

    /// <summary>Deletes what is found under ids; "*" is whoever there is.</summary>
    public static async Task<WireReply> DeleteAllAsync(WireRequest request)
    {
        List<(string Name, MemoryOwnerKind Kind)> given = [.. WireScope.Names.Where(name => request.Query(name.Name) is not null)];
        if (given.Count > 0 && given.TrueForAll(name => WireScope.IsAny(request.Query(name.Name))))
        {
            foreach (MemoryOwner owner in await request.Memory.GetOwnersAsync(request.Aborted).ConfigureAwait(false))
            {
                if (given.Exists(name => name.Kind == owner.Kind))
                {
                    await request.Memory.For(owner.Scope).DeleteAllAsync(cancellationToken: request.Aborted).ConfigureAwait(false);
                }
            }
        }
        else
        {
            JsonObject named = [];
            foreach ((string name, _) in given.Where(name => !WireScope.IsAny(request.Query(name.Name))))
            {
                named[name] = request.Query(name);
            }

            await request.Memory.For(WireScope.Of(named)).DeleteAllAsync(cancellationToken: request.Aborted).ConfigureAwait(false);
        }

        JsonObject reply = WireRoutes.Message("Memories deleted successfully!");
        reply["event_id"] = request.Context.TraceIdentifier;
        return reply;
    }

    public static async Task<WireReply> BatchUpdateAsync(WireRequest request)
    {
        List<MemoryUpdate> updates = [.. Batch(request, "updated").Select(item =>
            new MemoryUpdate(IdOf(item), Patch(item) ?? throw WireException.Bad("Each memory of a batch needs a text or metadata.")))];
        BatchUpdateResult result = await request.Memory.BatchUpdateAsync(updates, request.Aborted).ConfigureAwait(false);
        return result.FirstOrDefault(item => item.Error is not null) is { } failed && result.FailedCount == result.Count
            ? throw failed.Error!
            : Counted("updated", result.Count - result.FailedCount, result.Where(item => item.Error is not null).Select(item => (item.Id, item.Error!)));
    }

    public static async Task<WireReply> BatchDeleteAsync(WireRequest request)
    {
        string[] ids = [.. Batch(request, "deleted").Select(IdOf)];
        BatchDeleteResult result = await request.Memory.BatchDeleteAsync(ids, request.Aborted).ConfigureAwait(false);
        return result.Any(item => item.IsDeleted)
            ? Counted("deleted", result.Count(item => item.IsDeleted), result.Where(item => !item.IsDeleted).Select(item => (item.Id, item.Error!)))
            : throw result[0].Error!;
    }

    public static async Task<WireReply> FeedbackAsync(WireRequest request)
    {
        string id = Field.Text(request.Body, "memory_id") ?? throw WireException.Bad("\"memory_id\" is required.");
        string? name = Field.Text(request.Body, "feedback"), reason = Field.Text(request.Body, "feedback_reason");
        MemoryFeedback? feedback = name switch
        {
            null => null,
            "POSITIVE" => MemoryFeedback.Positive,
            "NEGATIVE" => MemoryFeedback.Negative,
            "VERY_NEGATIVE" => MemoryFeedback.VeryNegative,
            _ => throw WireException.Wrong("feedback", "POSITIVE, NEGATIVE, VERY_NEGATIVE or null"),
        };
        if (await request.Memory.GetAsync(id, request.Aborted).ConfigureAwait(false) is null)
        {
            throw PlatformReading.Unknown(id);
        }

        if (feedback is { } given)
        {
            await request.Memory.FeedbackAsync(id, given, reason, request.Aborted).ConfigureAwait(false);
        }

        return new JsonObject { ["id"] = id, ["feedback"] = name, ["feedback_reason"] = reason };
    }

    /// <summary>Reads a change. An expiration date that is null clears the date; all else that is null is left as it is.</summary>
    /// <returns>Null where there is none.</returns>
    public static MemoryPatch? Patch(JsonObject body)
    {
        MemoryPatch patch = new()
        {
            Text = Field.Text(body, "text"),
            Metadata = Field.Object(body, "metadata") is { } metadata ? MetadataPatch.Merge(metadata.DeepClone().AsObject()) : null,
            Timestamp = Field.Instant(body, "timestamp") is { } at ? MemoryTimestamp.From(at) : null,
            ExpiresAt = !body.ContainsKey("expiration_date") ? default
                : Field.Expiry(body, "expiration_date") is { } expiry ? InstantPatch.Set(expiry) : InstantPatch.Clear,
        };
        return patch.Text is null && patch.Metadata is null && patch.Timestamp is null && !patch.ExpiresAt.IsPresent ? null : patch;
    }

    private static IEnumerable<JsonObject> Batch(WireRequest request, string done)
    {
        JsonArray memories = Field.Array(request.Body, "memories") ?? throw WireException.Bad("\"memories\" is required.");
        return memories.Count switch
        {
            0 => throw WireException.Bad("\"memories\" is empty."),
            > MemoryLimits.BatchSize => throw WireException.Bad($"Maximum of {MemoryLimits.BatchSize} memories can be {done} in a single request"),
            _ => memories.Select(item => item as JsonObject ?? throw WireException.Wrong("memories", "an array of objects")),
        };
    }

    private static string IdOf(JsonObject item) => Field.Text(item, "memory_id") ?? throw WireException.Bad("Each memory of a batch needs a \"memory_id\".");

    private static JsonObject Counted(string done, int count, IEnumerable<(string Id, MemoryException Error)> failed)
    {
        JsonObject reply = WireRoutes.Message(string.Create(CultureInfo.InvariantCulture, $"Successfully {done} {count} memories"));
        JsonArray errors = WireJson.ArrayOf(failed.Select(JsonNode (item) => new JsonObject
        {
            ["memory_id"] = item.Id,
            ["error"] = item.Error.Message,
            ["code"] = item.Error.ErrorCode,
        }));
        if (errors.Count > 0)
        {
            reply["errors"] = errors;
        }

        return reply;
    }
}
