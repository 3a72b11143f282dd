namespace Mem0Sharp.Tests.Model;

/// <summary>What the oracle and the memory under test have in common: the scopes that are asked for, and instants by second.</summary>
internal static class ModelWorld
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Gets the scopes that memories are born with.</summary>
    public static IReadOnlyList<MemoryScope> Births { get; } =
    [
        MemoryScope.ForUser("ann"), MemoryScope.ForUser("ann", agentId: "cook"), MemoryScope.ForUser("ben", runId: "r1"),
        MemoryScope.ForUser("ben", appId: "shop"), MemoryScope.ForAgent("cook", runId: "r1"), MemoryScope.ForApp("shop"),
    ];

    /// <summary>Gets the scopes that are asked for: some hold several of the others.</summary>
    public static IReadOnlyList<MemoryScope> Asked { get; } =
    [
        MemoryScope.ForUser("ann"), MemoryScope.ForUser("ben"), MemoryScope.ForAgent("cook"), MemoryScope.ForRun("r1"),
        MemoryScope.ForApp("shop"), MemoryScope.ForUser("ann", agentId: "cook"), MemoryScope.ForUser("nobody"),
    ];

    /// <summary>Gets who changes memories.</summary>
    public static IReadOnlyList<string> Actors { get; } = ["ann", "bot", "job"];

    /// <summary>Gets how a scope is looked at whenever everything is read.</summary>
    public static IReadOnlyList<(bool IncludeExpired, ModelMoment? AsOf)> Looks { get; } =
    [
        (false, null), (true, null), (false, new ModelMoment(Known: 10, Held: null)), (true, new ModelMoment(Known: 50, Held: 20)),
        (true, new ModelMoment(Known: null, Held: 40)),
    ];

    public static DateTimeOffset At(int second) => Start.AddSeconds(second);

    public static DateTimeOffset? At(int? second) => second is { } value ? At(value) : null;

    /// <summary>Takes the tags apart that are written as one letter each.</summary>
    public static IEnumerable<string> Tags(string letters) => letters.Select(letter => letter.ToString());
}
