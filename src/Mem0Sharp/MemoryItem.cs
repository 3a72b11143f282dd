using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Mem0Sharp;

/// <summary>One memory, at one version.</summary>
/// <remarks>
/// Immutable and thread-safe. Two items are equal when id and version are. Instants are UTC and exact to 100 ns. As JSON it has
/// Mem0's names (<c>id</c>, <c>memory</c>, <c>user_id</c>, <c>created_at</c>, …).
/// </remarks>
[JsonConverter(typeof(MemoryItemJsonConverter))]
public sealed record MemoryItem
{
    // Found when first asked for. A copy with another text finds its own.
    private NamedEntities? _named;

    /// <summary>Gets the id: a UUIDv7, or whatever id it was imported with. Unique in the store.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the text: one fact, 1 to <see cref="MemoryLimits.TextLength"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the ids it was born with. They never change.</summary>
    public required MemoryScope Scope { get; init; }

    /// <summary>Gets further agents that learned the same, in the order in which they were linked. Default empty.</summary>
    public IReadOnlyList<string> LinkedAgentIds { get; init; } = [];

    /// <summary>Gets further runs in which the same was learned, in the order in which they were linked. Default empty.</summary>
    public IReadOnlyList<string> LinkedRunIds { get; init; } = [];

    /// <summary>Gets the caller's own keys and values. Default empty.</summary>
    public MemoryMetadata Metadata { get; init; } = MemoryMetadata.Empty;

    /// <summary>Gets the tags: distinct, compared ordinally, in the order in which they were set. Default empty.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// Gets what the text names: people and other things with a name, quotes, identifiers, numbers, dates. Each once, in the order of the text.
    /// </summary>
    /// <value>What <see cref="IEntityExtractor"/> found when the text was stored; where there was none, what rules find in the text.</value>
    public IReadOnlyList<MemoryEntity> Entities
    {
        get => Named.All;
        init => RecordedEntities = value;
    }

    /// <summary>Gets what was found when the text was stored; null where the rules say it.</summary>
    internal IReadOnlyList<MemoryEntity>? RecordedEntities { get; init; }

    /// <summary>Gets what the rules find in the text, with what was recorded in place of their entities.</summary>
    internal NamedEntities Named
    {
        get
        {
            NamedEntities? known = _named;
            if (known?.IsOf(Text, RecordedEntities) != true)
            {
                _named = known = NamedEntities.Of(Text, RecordedEntities);
            }

            return known;
        }
    }

    /// <summary>
    /// Gets the links to other memories: one for each, at most <see cref="MemoryLimits.Links"/>, in the order in which they were set. One that
    /// leads to a deleted memory stays, and counts for nothing until that is restored; one to an erased memory is gone. Default empty.
    /// </summary>
    public IReadOnlyList<MemoryLink> Links { get; init; } = [];

    /// <summary>Gets the version: 1 when added, one more with each change.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Gets the kind of memory. Default <see cref="MemoryType.Semantic"/>.</summary>
    public MemoryType Type { get; init; }

    /// <summary>Gets a value indicating whether it can never be updated. Set when added, or by a patch; never cleared. Default false.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>Gets when it was first recorded.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets the time that it is about, as far as that is known: from when it holds, else when it was said, else when it was recorded.</summary>
    internal DateTimeOffset SaidAt => ValidFrom ?? Source?.OccurredAt ?? CreatedAt;

    /// <summary>Gets when it was last changed. Equal to <see cref="CreatedAt"/> at version 1, unless it was imported.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets when this version was recorded by the library's clock.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Gets from when the fact holds, or null when that is not known.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Gets until when the fact holds (exclusive), or null when it still does.</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>Gets from when on it is hidden from search and listing, or null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets who said it (a message's author name), or null. Kept through updates.</summary>
    public string? ActorId { get; init; }

    /// <summary>Gets the role of who said it ("user", "assistant"), or null. Kept through updates.</summary>
    public string? Role { get; init; }

    /// <summary>Gets the messages it came from, or null when the text was given directly.</summary>
    public MemorySource? Source { get; init; }

    /// <summary>
    /// Gets the id of the memory that this one was kept beside, until somebody settles which holds, or its own when it is in doubt; else
    /// null. See <see cref="ConflictPolicy.KeepBoth"/> and <see cref="Memory.FeedbackAsync"/>.
    /// </summary>
    public string? ReviewOf { get; init; }

    /// <summary>Gets the tier of who wrote its text. Default <see cref="MemoryTrust.Standard"/>.</summary>
    public MemoryTrust Trust { get; init; }

    /// <summary>Gets how much it matters, 0 to 1. Default 0.5; feedback changes it.</summary>
    public double Salience { get; init; } = 0.5;

    /// <summary>Gets the MD5 of the UTF-8 text as 32 lower-case hexadecimal digits, as Mem0 has it: a fingerprint, not a protection.</summary>
#pragma warning disable CA5351 // Mem0's own format; nothing relies on its strength.
    public string Hash => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(Text)));
#pragma warning restore CA5351

    /// <summary>Tells whether it is hidden from search and listing at an instant.</summary>
    /// <param name="now">The instant.</param>
    /// <returns>True from <see cref="ExpiresAt"/> on.</returns>
    public bool IsExpired(DateTimeOffset now) => ExpiresAt is { } end && end <= now;

    /// <summary>Tells whether another version says the same: what a patch can change is equal, but for whether it can be changed again.</summary>
    internal bool HasSameContent(MemoryItem other) =>
        string.Equals(Text, other.Text, StringComparison.Ordinal)
        && Metadata.Equals(other.Metadata)
        && Tags.SequenceEqual(other.Tags, StringComparer.Ordinal)
        && Links.SequenceEqual(other.Links)
        && ExpiresAt == other.ExpiresAt
        && ValidFrom == other.ValidFrom
        && ValidTo == other.ValidTo;

    /// <inheritdoc/>
    public bool Equals(MemoryItem? other) =>
        other is not null && Version == other.Version && string.Equals(Id, other.Id, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Version);

    /// <summary>Returns id and version, never the text or whose it is: they are private.</summary>
    /// <returns>For instance "MemoryItem 0199… v3".</returns>
    public override string ToString() => $"MemoryItem {Id} v{Version}";
}
