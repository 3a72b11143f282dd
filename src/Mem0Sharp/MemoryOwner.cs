namespace Mem0Sharp;

/// <summary>An id under which memories are found, and how many.</summary>
/// <param name="Kind">What kind of id it is.</param>
/// <param name="Id">The id.</param>
/// <remarks>Immutable. <see cref="ToString"/> does not show the id.</remarks>
public sealed record MemoryOwner(MemoryOwnerKind Kind, string Id)
{
    /// <summary>Gets how many memories are found under it that have not expired. 1 or more.</summary>
    public required long Count { get; init; }

    /// <summary>Gets when the oldest of them was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when one of them was changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets the scope of all that is found under it.</summary>
    public MemoryScope Scope => Kind switch
    {
        MemoryOwnerKind.User => MemoryScope.ForUser(Id),
        MemoryOwnerKind.Agent => MemoryScope.ForAgent(Id),
        MemoryOwnerKind.Run => MemoryScope.ForRun(Id),
        _ => MemoryScope.ForApp(Id),
    };

    /// <summary>Returns kind and count.</summary>
    /// <returns>For instance "MemoryOwner User (3)".</returns>
    public override string ToString() => FormattableString.Invariant($"MemoryOwner {Kind} ({Count})");

    /// <summary>Gets the ids under which a memory is found.</summary>
    internal static IEnumerable<(MemoryOwnerKind Kind, string Id)> Of(MemoryItem item)
    {
        (MemoryOwnerKind, string?)[] born =
        [
            (MemoryOwnerKind.User, item.Scope.UserId), (MemoryOwnerKind.Agent, item.Scope.AgentId),
            (MemoryOwnerKind.Run, item.Scope.RunId), (MemoryOwnerKind.App, item.Scope.AppId),
        ];
        return born.Where(owner => owner.Item2 is not null).Select(owner => (owner.Item1, owner.Item2!))
            .Concat(item.LinkedAgentIds.Select(id => (MemoryOwnerKind.Agent, id)))
            .Concat(item.LinkedRunIds.Select(id => (MemoryOwnerKind.Run, id)))
            .Distinct();
    }
}
