namespace Mem0Sharp;

/// <summary>What a patch does to the tags: replace them all, or remove some and add some.</summary>
/// <remarks>Immutable.</remarks>
public sealed class TagsPatch
{
    private TagsPatch(IReadOnlyList<string>? replacement, IReadOnlyList<string> added, IReadOnlyList<string> removed)
    {
        Replacement = replacement;
        Added = added;
        Removed = removed;
    }

    /// <summary>Gets the patch that removes all tags.</summary>
    public static TagsPatch Clear { get; } = new([], [], []);

    /// <summary>Gets the tags that replace all there are, or null when some are only added or removed.</summary>
    public IReadOnlyList<string>? Replacement { get; }

    /// <summary>Gets the tags to add, after those there are.</summary>
    public IReadOnlyList<string> Added { get; }

    /// <summary>Gets the tags to remove, before any is added.</summary>
    public IReadOnlyList<string> Removed { get; }

    /// <summary>Gets a hash of all that it says.</summary>
    internal string Fingerprint =>
        Sha256.Of(Replacement is null ? null : Sha256.Of([.. Replacement]), Sha256.Of([.. Added]), Sha256.Of([.. Removed]));

    /// <summary>Makes the patch that sets the tags to exactly these.</summary>
    /// <param name="tags">At most <see cref="MemoryLimits.Tags"/> tags of 1 to <see cref="MemoryLimits.TagLength"/> characters.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="MemoryValidationException">A tag is blank or too long, or there are too many.</exception>
    public static TagsPatch Replace(params IEnumerable<string> tags) => new(Validate.Tags(tags, nameof(tags)), [], []);

    /// <summary>Makes the patch that adds tags; those already there stay where they are.</summary>
    /// <param name="tags">Tags of 1 to <see cref="MemoryLimits.TagLength"/> characters.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="MemoryValidationException">A tag is blank or too long, or there are too many.</exception>
    public static TagsPatch Add(params IEnumerable<string> tags) => new(null, Validate.Tags(tags, nameof(tags)), []);

    /// <summary>Makes the patch that removes tags; one that is not there is no error.</summary>
    /// <param name="tags">Tags of 1 to <see cref="MemoryLimits.TagLength"/> characters.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="MemoryValidationException">A tag is blank or too long, or there are too many.</exception>
    public static TagsPatch Remove(params IEnumerable<string> tags) => new(null, [], Validate.Tags(tags, nameof(tags)));

    /// <summary>Makes the patch that removes some tags, then adds others.</summary>
    /// <param name="add">The tags to add.</param>
    /// <param name="remove">The tags to remove.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="MemoryValidationException">A tag is blank or too long, or there are too many.</exception>
    public static TagsPatch Change(IEnumerable<string> add, IEnumerable<string> remove) =>
        new(null, Validate.Tags(add, nameof(add)), Validate.Tags(remove, nameof(remove)));

    /// <exception cref="MemoryValidationException">There would be too many tags.</exception>
    internal IReadOnlyList<string> Apply(IReadOnlyList<string> current) =>
        Replacement ?? Validate.Tags(current.Except(Removed, StringComparer.Ordinal).Concat(Added), "tags");
}
