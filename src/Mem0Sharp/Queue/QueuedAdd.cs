using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>An add that is kept: all that it needs to be done later as it would have been done then. What a hook redacts is redacted already.</summary>
internal sealed record QueuedAdd(Conversation Conversation, MemoryScope Scope, MemoryScope? Within, MemoryAddMode Mode, MemoryAddOptions Options)
{
    /// <exception cref="MemoryStoreException">It is not what was written.</exception>
    public static QueuedAdd Read(QueuedCall call) => QueueJson.Read(call, json => new QueuedAdd(
        Conversation.Kept(
            QueueJson.Messages(json["messages"]),
            QueueJson.Texts(json["ids"]),
            QueueJson.Flag(json["direct"]),
            [.. json["skipped"]!.AsArray().Select(image => new SkippedImage(QueueJson.Number(image!["message"])!.Value, QueueJson.Text(image["reason"])!))],
            QueueJson.Flag(json["images"])),
        QueueJson.Scope(json["scope"])!,
        QueueJson.Scope(json["within"]),
        QueueJson.Name<MemoryAddMode>(json["mode"])!.Value,
        ReadOptions(json["options"]!.AsObject())));

    public string ToJson() => QueueJson.Text(new JsonObject
    {
        ["scope"] = QueueJson.Of(Scope),
        ["within"] = QueueJson.Of(Within),
        ["mode"] = Mode.ToString(),
        ["messages"] = QueueJson.Of(Conversation.Messages, Conversation.HasImages),
        ["ids"] = QueueJson.Of(Conversation.Ids),
        ["direct"] = Conversation.IsDirect,
        ["skipped"] = new JsonArray(
            [.. Conversation.SkippedImages.Select(image => new JsonObject { ["message"] = image.Message, ["reason"] = image.Reason })]),
        ["images"] = Conversation.HasImages,
        ["options"] = WriteOptions(Options),
    });

    /// <summary>Tells whether an actor said something of it.</summary>
    public bool IsOf(string actorId) =>
        Conversation.Messages.Concat(Options.Context).Any(message => IsOf(message, actorId)) || IsChangedBy(actorId);

    /// <summary>Makes the add without what an actor said; null when nothing is left.</summary>
    public QueuedAdd? WithoutActor(string actorId)
    {
        Conversation rest = Conversation.Where(message => !IsOf(message, actorId));
        if (rest.Messages.Count == 0)
        {
            return null;
        }

        JsonObject options = WriteOptions(Options.WithContext([.. Options.Context.Where(message => !IsOf(message, actorId))]));
        if (IsChangedBy(actorId))
        {
            options["changed_by"] = null;
            options["changed_by_role"] = null;
        }

        return this with { Conversation = rest, Options = ReadOptions(options) };
    }

    public override string ToString() => $"QueuedAdd {Scope}";

    private static bool IsOf(ChatMessage message, string actorId) => string.Equals(message.AuthorName, actorId, StringComparison.Ordinal);

    private bool IsChangedBy(string actorId) => string.Equals(Options.ChangedBy, actorId, StringComparison.Ordinal);

    private static JsonObject WriteOptions(MemoryAddOptions options) => new()
    {
        ["mode"] = options.Mode?.ToString(),
        ["images"] = options.Images?.ToString(),
        ["queue"] = options.Queue?.ToString(),
        ["single_call"] = options.SingleModelCall,
        ["subject"] = options.Subject?.ToString(),
        ["context"] = QueueJson.Of(options.Context, withImages: false),
        ["extraction_instructions"] = options.ExtractionInstructions,
        ["arbitration_instructions"] = options.ArbitrationInstructions,
        ["metadata"] = options.Metadata?.DeepClone(),
        ["tags"] = QueueJson.Of(options.Tags),
        ["type"] = options.Type?.ToString(),
        ["immutable"] = options.IsImmutable,
        ["occurred_at"] = QueueJson.Of(options.OccurredAt),
        ["valid_from"] = QueueJson.Of(options.ValidFrom),
        ["valid_to"] = QueueJson.Of(options.ValidTo),
        ["expires_at"] = QueueJson.Of(options.ExpiresAt),
        ["key"] = options.IdempotencyKey,
        ["changed_by"] = options.ChangedBy,
        ["changed_by_role"] = options.ChangedByRole,
        ["trust"] = options.Trust?.ToString(),
        ["reason"] = options.Reason,
    };

    private static MemoryAddOptions ReadOptions(JsonObject json) => new()
    {
        Mode = QueueJson.Name<MemoryAddMode>(json["mode"]),
        Images = QueueJson.Name<MemoryImageMode>(json["images"]),
        Queue = QueueJson.Name<MemoryQueueMode>(json["queue"]),
        SingleModelCall = json["single_call"]?.GetValue<bool>(),
        Subject = QueueJson.Name<FactSubject>(json["subject"]),
        Context = QueueJson.Messages(json["context"]),
        ExtractionInstructions = QueueJson.Text(json["extraction_instructions"]),
        ArbitrationInstructions = QueueJson.Text(json["arbitration_instructions"]),
        Metadata = json["metadata"]?.DeepClone().AsObject(),
        Tags = QueueJson.Texts(json["tags"]),
        Type = QueueJson.Name<MemoryType>(json["type"]),
        IsImmutable = QueueJson.Flag(json["immutable"]),
        OccurredAt = QueueJson.Instant(json["occurred_at"]),
        ValidFrom = QueueJson.Instant(json["valid_from"]),
        ValidTo = QueueJson.Instant(json["valid_to"]),
        ExpiresAt = QueueJson.Instant(json["expires_at"]),
        IdempotencyKey = QueueJson.Text(json["key"]),
        ChangedBy = QueueJson.Text(json["changed_by"]),
        ChangedByRole = QueueJson.Text(json["changed_by_role"]),
        Trust = QueueJson.Name<MemoryTrust>(json["trust"]),
        Reason = QueueJson.Text(json["reason"]),
    };
}
