namespace Mem0Sharp;

/// <summary>Puts the links of two sides together. Of two strengths for one memory, the greater one stays.</summary>
internal static class LinkMerge
{
    /// <summary>Makes a change that was made for an older version to the newest: what it removed is removed, what it set is set.</summary>
    /// <exception cref="MemoryValidationException">There would be too many links.</exception>
    public static IReadOnlyList<MemoryLink> ThreeWay(
        IReadOnlyList<MemoryLink> start, IReadOnlyList<MemoryLink> ours, IReadOnlyList<MemoryLink> theirs)
    {
        IEnumerable<MemoryLink> set = ours
            .Where(link => !start.Contains(link))
            .Select(link => Find(theirs, link.TargetId) is { } other && !start.Contains(other) ? Stronger(link, other) : link);
        IEnumerable<string> removed = start.Select(link => link.TargetId).Where(id => Find(ours, id) is null);
        return LinksPatch.Change(set, removed).Apply(theirs);
    }

    /// <summary>Makes the patch that gives a memory what another one links to; null when it has all of it as strong.</summary>
    public static LinksPatch? Taking(MemoryItem memory, MemoryItem from)
    {
        // What somebody else's memory links to is not the owner's to link to; and it must not come to link to itself.
        MemoryLink[] taken = memory.Scope.Knowledge.Equals(from.Scope.Knowledge)
            ?
            [
                .. from.Links
                    .Where(link => !string.Equals(link.TargetId, memory.Id, StringComparison.Ordinal))
                    .Where(link => Find(memory.Links, link.TargetId) is not { } own || own.Strength < link.Strength),
            ]
            : [];
        return taken.Length == 0 ? null : LinksPatch.Set(taken);
    }

    private static MemoryLink? Find(IReadOnlyList<MemoryLink> links, string targetId) =>
        links.FirstOrDefault(link => string.Equals(link.TargetId, targetId, StringComparison.Ordinal));

    private static MemoryLink Stronger(MemoryLink one, MemoryLink other) => one.Strength >= other.Strength ? one : other;
}
