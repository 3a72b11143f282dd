using System.Globalization;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Makes calls that happen once out of what they ask for: the same request has the same hash, whoever makes it.</summary>
internal static class CallRequest
{
    public static IdempotentCall? OfUpdate(string id, MemoryPatch patch, MemoryUpdateOptions? options, MemoryScope? within) => options?.IdempotencyKey is not { } key
        ? null
        : new IdempotentCall(
            Sha256.Of("update", Handle(within), id, Key(key)),
            Sha256.Of(patch.Fingerprint, Text(options.ExpectedVersion), options.OnConflict.ToString(), options.Trust?.ToString()),
            within);

    public static IdempotentCall? OfBatch(IReadOnlyList<MemoryWrite.Patch> updates, BatchUpdateOptions? options, MemoryScope? within) => options?.IdempotencyKey is not { } key
        ? null
        : new IdempotentCall(
            Sha256.Of("batch", Handle(within), Key(key)),
            Sha256.Of(
            [
                options.AllOrNothing.ToString(), options.Trust?.ToString(),
                .. updates.SelectMany(update => (string?[])
                [
                    update.Id, update.Change.Fingerprint, Text(update.ExpectedVersion), update.OnConflict.ToString(),
                    .. update.Error is null ? (string?[])[] : [update.Error.ErrorCode],
                ]),
            ]),
            within);

    public static IdempotentCall? OfAdd(Conversation conversation, MemoryScope scope, MemoryAddMode mode, MemoryAddOptions options) => options.IdempotencyKey is not { } key
        ? null
        : new IdempotentCall(
            Sha256.Of("add", scope.UserId, scope.AgentId, scope.RunId, scope.AppId, Key(key)),
            Sha256.Of(
            [
                mode.ToString(), options.Metadata?.ToJsonString(), (options.Type ?? MemoryType.Semantic).ToString(), options.IsImmutable.ToString(), options.Trust?.ToString(),
                Text(options.OccurredAt), Text(options.ValidFrom), Text(options.ValidTo), Text(options.ExpiresAt),
                Sha256.Of([.. options.Tags]),
                options.Subject?.ToString(), options.ExtractionInstructions, options.ArbitrationInstructions,
                Sha256.Of([.. options.Context.SelectMany(Parts)]),
                .. options.Images is { } images ? (string?[])[$"images: {images}"] : [],
                .. options.SingleModelCall is { } single ? (string?[])[$"single model call: {single}"] : [],
                .. conversation.Messages.SelectMany(Parts),
            ]),
            scope);

    /// <summary>Makes what a kept call is known by that has no key of its own.</summary>
    public static IdempotentCall OfQueued(string id) => new(Sha256.Of("queued", id), Sha256.Of("queued"), Scope: null);

    public static string? Text(DateTimeOffset? instant) => instant?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static string?[] Parts(ChatMessage message) => [message.Role.Value, message.AuthorName, message.MessageId, message.Text, .. MessageImages.Fingerprints(message)];

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Says by which handle a call is made: what one scope's call returned, another's must not get.</summary>
    private static string? Handle(MemoryScope? within) =>
        within is null ? null : Sha256.Of(within.UserId, within.AgentId, within.RunId, within.AppId);

    private static string Key(string key) => Validate.Key(key, nameof(MemoryUpdateOptions.IdempotencyKey));
}
