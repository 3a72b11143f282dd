using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>A batch of updates that is kept. What a hook redacts is redacted already.</summary>
internal sealed record QueuedBatch(IReadOnlyList<MemoryUpdate> Updates, MemoryScope? Within, BatchUpdateOptions Options)
{
    /// <exception cref="MemoryStoreException">It is not what was written.</exception>
    public static QueuedBatch Read(QueuedCall call) => QueueJson.Read(call, json => new QueuedBatch(
        [.. json["updates"]!.AsArray().Select(update => ReadUpdate(update!))],
        QueueJson.Scope(json["within"]),
        ReadOptions(json)));

    public string ToJson()
    {
        JsonObject json = WriteOptions(Options);
        json["updates"] = new JsonArray([.. Updates.Select(WriteUpdate)]);
        json["within"] = QueueJson.Of(Within);
        return QueueJson.Text(json);
    }

    /// <summary>Tells whether an actor gave it.</summary>
    public bool IsOf(string actorId) => string.Equals(Options.ChangedBy, actorId, StringComparison.Ordinal);

    /// <summary>Makes the batch without the name of the actor who gave it.</summary>
    public QueuedBatch WithoutActor()
    {
        JsonObject options = WriteOptions(Options);
        options["changed_by"] = null;
        options["changed_by_role"] = null;
        return this with { Options = ReadOptions(options) };
    }

    public bool Concerns(IReadOnlyCollection<string> memoryIds) => Updates.Any(update =>
        memoryIds.Contains(update.Id, StringComparer.Ordinal) || update.Patch.Links?.Names(memoryIds) == true);

    /// <summary>Makes the batch without what it does to some memories, and what it says of links to them; null when nothing is left.</summary>
    public QueuedBatch? Without(IReadOnlyCollection<string> memoryIds)
    {
        MemoryUpdate[] rest =
        [
            .. from update in Updates
               where !memoryIds.Contains(update.Id, StringComparer.Ordinal)
               let patch = update.Patch.WithoutLinks(memoryIds)
               where patch is not null
               select update with { Patch = patch },
        ];
        return rest.Length == 0 ? null : this with { Updates = rest };
    }

    public override string ToString() => $"QueuedBatch ({Updates.Count} updates)";

    private static JsonObject WriteOptions(BatchUpdateOptions options) => new()
    {
        ["all_or_nothing"] = options.AllOrNothing,
        ["key"] = options.IdempotencyKey,
        ["queue"] = options.Queue?.ToString(),
        ["changed_by"] = options.ChangedBy,
        ["changed_by_role"] = options.ChangedByRole,
        ["trust"] = options.Trust?.ToString(),
        ["reason"] = options.Reason,
    };

    private static BatchUpdateOptions ReadOptions(JsonNode json) => new()
    {
        AllOrNothing = QueueJson.Flag(json["all_or_nothing"]),
        IdempotencyKey = QueueJson.Text(json["key"]),
        Queue = QueueJson.Name<MemoryQueueMode>(json["queue"]),
        ChangedBy = QueueJson.Text(json["changed_by"]),
        ChangedByRole = QueueJson.Text(json["changed_by_role"]),
        Trust = QueueJson.Name<MemoryTrust>(json["trust"]),
        Reason = QueueJson.Text(json["reason"]),
    };

    private static JsonObject WriteUpdate(MemoryUpdate update) => new()
    {
        ["id"] = update.Id,
        ["version"] = update.ExpectedVersion,
        ["on_conflict"] = update.OnConflict.ToString(),
        ["text"] = update.Patch.Text,
        ["metadata"] = update.Patch.Metadata is { } metadata ? JsonObject.Create(metadata.Json) : null,
        ["replaces_metadata"] = update.Patch.Metadata is { Merges: false },
        ["tags"] = update.Patch.Tags is { } tags ? Write(tags) : null,
        ["links"] = update.Patch.Links is { } links ? Write(links) : null,
        ["expires_at"] = Write(update.Patch.ExpiresAt),
        ["valid_from"] = Write(update.Patch.ValidFrom),
        ["valid_to"] = Write(update.Patch.ValidTo),
        ["timestamp"] = QueueJson.Of(update.Patch.Timestamp?.Instant),
        ["immutable"] = update.Patch.IsImmutable,
        ["vector"] = update.Patch.Embedding is { } embedding ? Convert.ToBase64String(MemoryMarshal.AsBytes(embedding.Vector.Span)) : null,
        ["vector_model"] = update.Patch.Embedding?.ModelId,
    };

    private static MemoryUpdate ReadUpdate(JsonNode json) => new(
        QueueJson.Text(json["id"])!,
        new MemoryPatch
        {
            Text = QueueJson.Text(json["text"]),
            Metadata = json["metadata"] is { } metadata
                ? MetadataPatch.FromChecked(JsonElement.Parse(metadata.ToJsonString()), !QueueJson.Flag(json["replaces_metadata"]))
                : null,
            Tags = json["tags"] is { } tags ? ReadTags(tags) : null,
            Links = json["links"] is { } links ? ReadLinks(links) : null,
            ExpiresAt = ReadInstant(json["expires_at"]),
            ValidFrom = ReadInstant(json["valid_from"]),
            ValidTo = ReadInstant(json["valid_to"]),
            Timestamp = QueueJson.Instant(json["timestamp"]),
            IsImmutable = QueueJson.Flag(json["immutable"]),
            Embedding = QueueJson.Text(json["vector"]) is { } vector
                ? new Embedding<float>(MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(vector)).ToArray())
                {
                    ModelId = QueueJson.Text(json["vector_model"]),
                }
                : null,
        })
    {
        ExpectedVersion = QueueJson.Number(json["version"]),
        OnConflict = QueueJson.Name<ConflictPolicy>(json["on_conflict"])!.Value,
    };

    private static JsonObject Write(TagsPatch tags) => new()
    {
        ["all"] = tags.Replacement is { } all ? QueueJson.Of(all) : null,
        ["added"] = QueueJson.Of(tags.Added),
        ["removed"] = QueueJson.Of(tags.Removed),
    };

    private static TagsPatch ReadTags(JsonNode json) => json["all"] is { } all
        ? TagsPatch.Replace(QueueJson.Texts(all))
        : TagsPatch.Change(QueueJson.Texts(json["added"]), QueueJson.Texts(json["removed"]));

    private static JsonObject Write(LinksPatch links) => new()
    {
        ["all"] = links.Replacement is { } all ? Write(all) : null,
        ["set"] = Write(links.Assigned),
        ["removed"] = QueueJson.Of(links.Removed),
    };

    private static JsonArray Write(IReadOnlyList<MemoryLink> links) =>
        [.. links.Select(link => new JsonObject { ["id"] = link.TargetId, ["strength"] = link.Strength })];

    private static LinksPatch ReadLinks(JsonNode json) => json["all"] is { } all
        ? LinksPatch.Replace(ReadAll(all))
        : LinksPatch.Change(ReadAll(json["set"]!), QueueJson.Texts(json["removed"]));

    private static IEnumerable<MemoryLink> ReadAll(JsonNode links) => links.AsArray()
        .Select(link => new MemoryLink(QueueJson.Text(link!["id"])!, link["strength"]!.GetValue<double>()));

    /// <summary>Writes "clear" for what clears an instant, and nothing for what keeps it.</summary>
    private static string? Write(InstantPatch patch) => patch.IsPresent ? QueueJson.Of(patch.Value) ?? "clear" : null;

    private static InstantPatch ReadInstant(JsonNode? json) => QueueJson.Text(json) switch
    {
        null => default,
        "clear" => InstantPatch.Clear,
        _ => InstantPatch.To(QueueJson.Instant(json)),
    };
}
