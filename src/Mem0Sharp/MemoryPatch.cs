using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>A change to a memory. Each part that is not set stays as it is.</summary>
/// <remarks>
/// Who the memory belongs to (user, agent, run, app, actor, role) is in no patch: it never changes, whatever the metadata says.
/// Immutable once built, and thread-safe.
/// </remarks>
public sealed class MemoryPatch
{
    /// <summary>Gets the new text, or null to keep the text. A new text is embedded; the same text is not.</summary>
    /// <value>1 to <see cref="MemoryLimits.TextLength"/> characters, not blank.</value>
    public string? Text { get; init; }

    /// <summary>Gets what happens to the metadata, or null to keep it. A <c>JsonObject</c> merges; null in it removes a key.</summary>
    public MetadataPatch? Metadata { get; init; }

    /// <summary>Gets what happens to the tags, or null to keep them.</summary>
    public TagsPatch? Tags { get; init; }

    /// <summary>Gets what happens to the links to other memories, or null to keep them.</summary>
    public LinksPatch? Links { get; init; }

    /// <summary>Gets what happens to <see cref="MemoryItem.ExpiresAt"/>. Default: kept.</summary>
    public InstantPatch ExpiresAt { get; init; }

    /// <summary>Gets what happens to <see cref="MemoryItem.ValidFrom"/>. Default: kept.</summary>
    public InstantPatch ValidFrom { get; init; }

    /// <summary>Gets what happens to <see cref="MemoryItem.ValidTo"/>. Default: kept.</summary>
    public InstantPatch ValidTo { get; init; }

    /// <summary>
    /// Gets when the change became so, where that is known: it sets <see cref="MemoryItem.ValidFrom"/> (unless <see cref="ValidFrom"/>
    /// says otherwise) and <see cref="MemoryItem.UpdatedAt"/>, never <see cref="MemoryItem.RecordedAt"/>.
    /// </summary>
    /// <value>An instant with an offset, or Unix seconds. Default null: the change is of now.</value>
    public MemoryTimestamp? Timestamp { get; init; }

    /// <summary>Gets the embedding of <see cref="Text"/>, when the caller has it: then none is asked for.</summary>
    /// <value>
    /// Of the memory's own model (<see cref="Embedding.ModelId"/> must say so) and dimension; of any length but zero. Passed over when the
    /// text is known already. Default null.
    /// </value>
    public Embedding<float>? Embedding { get; init; }

    /// <summary>Gets a value indicating whether the memory can never be updated from this change on: see <see cref="MemoryItem.IsImmutable"/>.</summary>
    /// <value>
    /// True marks it for ever; what else the patch says is still done. A patch that says only this of a memory that is so already changes
    /// nothing. Default false: it stays as it is, for no patch clears it.
    /// </value>
    public bool IsImmutable { get; init; }

    /// <summary>Makes the patch that sets the text and nothing else.</summary>
    /// <param name="text">The new text.</param>
    /// <returns>The patch.</returns>
    public static MemoryPatch ForText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new MemoryPatch { Text = text };
    }

    /// <summary>Gets a hash of all that the patch says: the same change has the same.</summary>
    internal string Fingerprint => Sha256.Of(
    [
        Text, Metadata?.Fingerprint, Tags?.Fingerprint, ExpiresAt.ToString(), ValidFrom.ToString(), ValidTo.ToString(), Timestamp?.ToString(),
        Embedding is null ? null : Sha256.Of(MemoryMarshal.AsBytes(Embedding.Vector.Span)),
        .. Links is null ? (string?[])[] : [$"links: {Links.Fingerprint}"],
        .. IsImmutable ? (string?[])["immutable"] : [],
    ]);

    /// <summary>Gets a value indicating whether it has no part whose result could break a limit.</summary>
    internal bool IsTextOnly =>
        Metadata is null && Tags is null && Links is null && !ValidFrom.IsPresent && !ValidTo.IsPresent && Timestamp is null;

    internal bool IsEmpty => !IsImmutable && ChangesNoContent;

    /// <summary>Gets a value indicating whether all that it says is that the memory can never be updated again.</summary>
    internal bool IsMarkOnly => IsImmutable && ChangesNoContent;

    private bool ChangesNoContent =>
        Text is null && Metadata is null && Tags is null && Links is null && !ExpiresAt.IsPresent && !ValidFrom.IsPresent
        && !ValidTo.IsPresent && Timestamp is null;

    /// <summary>Makes the same change with another text, or without one. An embedding of the text that it had stays with that text.</summary>
    internal MemoryPatch WithText(string? text) => new()
    {
        Text = text,
        Metadata = Metadata,
        Tags = Tags,
        Links = Links,
        ExpiresAt = ExpiresAt,
        ValidFrom = ValidFrom,
        ValidTo = ValidTo,
        Timestamp = Timestamp,
        IsImmutable = IsImmutable,
    };

    /// <summary>Makes the same change without what it says of links to some memories; null when nothing is left of it.</summary>
    internal MemoryPatch? WithoutLinks(IReadOnlyCollection<string> memoryIds)
    {
        if (Links?.Names(memoryIds) != true)
        {
            return this;
        }

        MemoryPatch rest = new()
        {
            Text = Text,
            Metadata = Metadata,
            Tags = Tags,
            Links = Links.Without(memoryIds),
            ExpiresAt = ExpiresAt,
            ValidFrom = ValidFrom,
            ValidTo = ValidTo,
            Timestamp = Timestamp,
            IsImmutable = IsImmutable,
            Embedding = Embedding,
        };
        return rest.IsEmpty ? null : rest;
    }

    /// <param name="parameter">What it is called where it is given.</param>
    /// <param name="memoryId">The memory that it is for, or null for any.</param>
    /// <exception cref="MemoryValidationException">The patch is empty, its text is not acceptable, or it links the memory to itself.</exception>
    internal MemoryPatch Validated(string parameter, string? memoryId = null)
    {
        if (IsEmpty)
        {
            throw new MemoryValidationException(parameter, "The patch changes nothing.", "Set at least one part of it.");
        }

        if (Text is not null)
        {
            Validate.Text(Text, parameter);
        }

        if (memoryId is not null && Links is not null)
        {
            Validate.NoLinkTo(memoryId, Links.TargetIds, parameter);
        }

        if (Embedding is not null && (Text is null || Embedding.ModelId is null))
        {
            throw new MemoryValidationException(
                parameter,
                Text is null ? "The patch has an embedding, but no text." : "The embedding does not say which model made it.",
                "Give the text with its embedding, and set the embedding's ModelId.");
        }

        return this;
    }

    /// <summary>Applies the patch. Version and times are the caller's to set.</summary>
    /// <exception cref="MemoryValidationException">The result would break a limit.</exception>
    internal MemoryItem Apply(MemoryItem current)
    {
        MemoryItem next = current with
        {
            Text = Text ?? current.Text,
            Metadata = Metadata?.Apply(current.Metadata) ?? current.Metadata,
            Tags = Tags?.Apply(current.Tags) ?? current.Tags,
            Links = Links?.Apply(current.Links) ?? current.Links,
            ExpiresAt = ExpiresAt.Apply(current.ExpiresAt),
            ValidFrom = ValidFrom.IsPresent ? ValidFrom.Value : Timestamp?.Instant ?? current.ValidFrom,
            ValidTo = ValidTo.Apply(current.ValidTo),
            IsImmutable = IsImmutable || current.IsImmutable,
        };
        Validate.ValidityInterval(next.ValidFrom, next.ValidTo, "patch");
        return next;
    }
}
