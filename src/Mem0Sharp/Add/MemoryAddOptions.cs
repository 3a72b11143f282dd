using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Settings of one add.</summary>
public sealed class MemoryAddOptions : MemoryChangeOptions
{
    private IReadOnlyList<ChatMessage> _context = [];
    private string? _idempotencyKey;

    /// <summary>Gets what is done with the conversation. Default null: <see cref="MemoryOptions.AddMode"/>.</summary>
    public MemoryAddMode? Mode { get; init; }

    /// <summary>Gets whether a model is asked once for both facts and decisions. Default null: <see cref="MemoryOptions.SingleModelCall"/>.</summary>
    public bool? SingleModelCall { get; init; }

    /// <summary>Gets what is done with images. Default null: <see cref="MemoryOptions.Images"/>.</summary>
    public MemoryImageMode? Images { get; init; }

    /// <summary>Gets whether it may be kept and done later. Default null: <see cref="MemoryOptions.Queue"/>.</summary>
    public MemoryQueueMode? Queue { get; init; }

    /// <summary>Gets about whom facts are kept.</summary>
    /// <value>
    /// Default null: about the user or, in a scope of an agent without a user and where the assistant speaks, about the agent.
    /// </value>
    public FactSubject? Subject { get; init; }

    /// <summary>Gets the earlier messages of the session, oldest first: they explain the new ones, and no facts are taken from them.</summary>
    /// <value>Up to <see cref="MemoryLimits.Messages"/>; each costs its tokens. Default empty. Rules do not read them.</value>
    public IReadOnlyList<ChatMessage> Context
    {
        get => _context;
        init => _context = value;
    }

    /// <summary>Gets what a model is told about extracting the facts. Default null: <see cref="MemoryOptions.ExtractionInstructions"/>.</summary>
    public string? ExtractionInstructions { get; init; }

    /// <summary>Gets what a model is told about deciding. Default null: <see cref="MemoryOptions.ArbitrationInstructions"/>.</summary>
    public string? ArbitrationInstructions { get; init; }

    /// <summary>Gets the metadata of what is added; merged into what is updated. Copied. Default null: none.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Gets the tags of what is added. Default empty.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the kind of what is added.</summary>
    /// <value>Default null: what the extraction says of each fact; without that <see cref="MemoryType.Semantic"/>.</value>
    public MemoryType? Type { get; init; }

    /// <summary>Gets a value indicating whether what is added can never be updated. Default false.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>Gets when the conversation took place: what "yesterday" is relative to. Default null: now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Gets from when what is added holds. Default null: not known, or what the extraction says of each fact.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Gets until when what is added holds, exclusive. Default null: it still does, or what the extraction says of each fact.</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>Gets from when on what is added is hidden from search and listing. Default null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets a key that names this call, so that it happens once however often it is made.</summary>
    /// <value>
    /// 1 to <see cref="MemoryLimits.IdLength"/> characters. Default null: each call is a call of its own. A repeated call with the same
    /// key in the same scope does nothing and returns what the first one returned, also from another process and after a crash; one with
    /// another content is refused with an <see cref="IdempotencyKeyException"/>. Known for <see cref="MemoryOptions.IdempotencyRetention"/>.
    /// </value>
    public string? IdempotencyKey
    {
        get => _idempotencyKey;
        init => _idempotencyKey = value;
    }

    /// <summary>Makes a copy with other earlier messages.</summary>
    internal MemoryAddOptions WithContext(IReadOnlyList<ChatMessage> context)
    {
        // Of a plain class: MemberwiseClone is what a record's "with" does.
        MemoryAddOptions copy = (MemoryAddOptions)MemberwiseClone();
        copy._context = context;
        return copy;
    }

    /// <summary>Makes a copy that happens once, by that key.</summary>
    internal MemoryAddOptions WithIdempotencyKey(string key)
    {
        MemoryAddOptions copy = (MemoryAddOptions)MemberwiseClone();
        copy._idempotencyKey = key;
        return copy;
    }
}
