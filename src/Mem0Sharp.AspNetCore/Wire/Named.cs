namespace Mem0Sharp.AspNetCore;

/// <summary>Ids that a filter names together; one of them may be whichever.</summary>
internal sealed record Named(string? User, string? Agent, string? Run, string? App)
{
    public bool HasAny => WireScope.IsAny(User) || WireScope.IsAny(Agent) || WireScope.IsAny(Run) || WireScope.IsAny(App);

    public static Named Of(MemoryOwnerKind kind, string id) => kind switch
    {
        MemoryOwnerKind.User => new Named(id, null, null, null),
        MemoryOwnerKind.Agent => new Named(null, id, null, null),
        MemoryOwnerKind.Run => new Named(null, null, id, null),
        _ => new Named(null, null, null, id),
    };

    public MemoryScope ToScope() => MemoryScope.Create(User, Agent, Run, App);

    /// <summary>Gets what both name; null where they cannot both hold.</summary>
    public Named? And(Named other) =>
        Fits(User, other.User) && Fits(App, other.App)
            ? new Named(Both(User, other.User), Both(Agent, other.Agent), Both(Run, other.Run), Both(App, other.App))
            : null;

    /// <summary>Puts each id of its kind in the place of the first that is whichever; where another id is named too, that one is enough.</summary>
    public IEnumerable<Named> Expand(IReadOnlyList<MemoryOwner>? owners)
    {
        if (!HasAny)
        {
            return [this];
        }

        Named rest = new(Known(User), Known(Agent), Known(Run), Known(App));
        if ((rest.User ?? rest.Agent ?? rest.Run ?? rest.App) is not null)
        {
            // Within these few: the filter itself says that there must be an id.
            return [rest];
        }

        MemoryOwnerKind kind = User is not null ? MemoryOwnerKind.User : Agent is not null ? MemoryOwnerKind.Agent
            : Run is not null ? MemoryOwnerKind.Run : MemoryOwnerKind.App;
        return owners!.Where(owner => owner.Kind == kind).Select(owner => Of(kind, owner.Id));
    }

    private static string? Known(string? id) => WireScope.IsAny(id) ? null : id;

    // Two agents, or two runs, can both hold: a memory may be linked to several. One of them leads to it, and the filter checks the other.
    private static bool Fits(string? left, string? right) =>
        left is null || right is null || WireScope.IsAny(left) || WireScope.IsAny(right) || string.Equals(left, right, StringComparison.Ordinal);

    private static string? Both(string? left, string? right) => left is null || WireScope.IsAny(left) ? right ?? left : left;
}
