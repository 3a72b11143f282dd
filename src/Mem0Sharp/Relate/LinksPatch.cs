using System.Globalization;

namespace Mem0Sharp;

/// <summary>What a patch does to the links: replace them all, or remove some and set some.</summary>
/// <remarks>
/// Immutable. A memory can be linked to what belongs to the same owner: the same user or, where the memory has no user, the same agent, run
/// or app; and the same app, where one of them has one. Through a handle (<see cref="Memory.For"/>), also only to what is found in its scope.
/// The memory that a link leads to must be there when the link is set; it may be deleted later.
/// </remarks>
public sealed class LinksPatch
{
    private LinksPatch(IReadOnlyList<MemoryLink>? replacement, IReadOnlyList<MemoryLink> assigned, IReadOnlyList<string> removed)
    {
        Replacement = replacement;
        Assigned = assigned;
        Removed = removed;
    }

    /// <summary>Gets the patch that removes all links.</summary>
    public static LinksPatch Clear { get; } = new([], [], []);

    /// <summary>Gets the links that replace all there are, or null when some are only set or removed.</summary>
    public IReadOnlyList<MemoryLink>? Replacement { get; }

    /// <summary>Gets the links to set: after those there are, or in the place of one that leads to the same memory.</summary>
    public IReadOnlyList<MemoryLink> Assigned { get; }

    /// <summary>Gets the ids of the memories to which the links are to be removed, before any is set.</summary>
    public IReadOnlyList<string> Removed { get; }

    /// <summary>Gets the ids of the memories that it links to.</summary>
    internal IReadOnlyList<string> TargetIds => [.. (Replacement ?? Assigned).Select(link => link.TargetId)];

    /// <summary>Gets a hash of all that it says.</summary>
    internal string Fingerprint =>
        Sha256.Of(Replacement is null ? null : FingerprintOf(Replacement), FingerprintOf(Assigned), Sha256.Of([.. Removed]));

    /// <summary>Makes the patch that sets the links to exactly these.</summary>
    /// <param name="links">At most <see cref="MemoryLimits.Links"/> links to different memories.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="MemoryValidationException">Two lead to the same memory, or there are too many.</exception>
    public static LinksPatch Replace(params IEnumerable<MemoryLink> links) => new(Validate.Links(links, nameof(links)), [], []);

    /// <summary>Makes the patch that sets links: one to a memory that is linked already gets the new strength and keeps its place.</summary>
    /// <param name="links">At most <see cref="MemoryLimits.Links"/> links to different memories.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="MemoryValidationException">Two lead to the same memory, or there are too many.</exception>
    public static LinksPatch Set(params IEnumerable<MemoryLink> links) => new(null, Validate.Links(links, nameof(links)), []);

    /// <summary>Makes the patch that removes links; one that is not there is no error.</summary>
    /// <param name="targetIds">The ids of the memories that they lead to.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="MemoryValidationException">An id is blank or too long.</exception>
    public static LinksPatch Remove(params IEnumerable<string> targetIds) => new(null, [], Ids(targetIds, nameof(targetIds)));

    /// <summary>Makes the patch that removes some links, then sets others.</summary>
    /// <param name="set">The links to set.</param>
    /// <param name="remove">The ids of the memories to which the links are removed.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="MemoryValidationException">Two links lead to the same memory, there are too many, or an id is blank or too long.</exception>
    public static LinksPatch Change(IEnumerable<MemoryLink> set, IEnumerable<string> remove) =>
        new(null, Validate.Links(set, nameof(set)), Ids(remove, nameof(remove)));

    /// <exception cref="MemoryValidationException">There would be too many links.</exception>
    internal IReadOnlyList<MemoryLink> Apply(IReadOnlyList<MemoryLink> current)
    {
        if (Replacement is not null)
        {
            return Replacement;
        }

        OrderedDictionary<string, MemoryLink> links = new(StringComparer.Ordinal);
        foreach (MemoryLink link in current.Where(link => !Removed.Contains(link.TargetId, StringComparer.Ordinal)).Concat(Assigned))
        {
            links[link.TargetId] = link;
        }

        return Validate.Links(links.Values, "links");
    }

    /// <summary>Makes the patch without what it says of some memories; null when nothing is left to do.</summary>
    internal LinksPatch? Without(IReadOnlyCollection<string> memoryIds)
    {
        LinksPatch rest = new(
            Replacement is null ? null : [.. Replacement.Where(Stays)],
            [.. Assigned.Where(Stays)],
            [.. Removed.Where(id => !memoryIds.Contains(id, StringComparer.Ordinal))]);
        return rest is { Replacement: null, Assigned.Count: 0, Removed.Count: 0 } ? null : rest;

        bool Stays(MemoryLink link) => !memoryIds.Contains(link.TargetId, StringComparer.Ordinal);
    }

    /// <summary>Tells whether it names one of some memories.</summary>
    internal bool Names(IReadOnlyCollection<string> memoryIds) =>
        TargetIds.Concat(Removed).Any(id => memoryIds.Contains(id, StringComparer.Ordinal));

    private static string[] Ids(IEnumerable<string> ids, string parameter)
    {
        ArgumentNullException.ThrowIfNull(ids, parameter);
        return [.. ids.Select(id => Validate.Id(id, parameter)).Distinct(StringComparer.Ordinal)];
    }

    private static string FingerprintOf(IReadOnlyList<MemoryLink> links) =>
        Sha256.Of([.. links.SelectMany(link => (string[])[link.TargetId, link.Strength.ToString("R", CultureInfo.InvariantCulture)])]);
}
