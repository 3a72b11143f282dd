using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>The ids of users, agents, runs and applications in a request.</summary>
internal static class WireScope
{
    /// <summary>What stands in the place of an id and means: whichever.</summary>
    private const string Any = "*";

    public static bool IsAny(string? id) => string.Equals(id, Any, StringComparison.Ordinal);

    /// <summary>Gets the names of the ids, as the wire has them.</summary>
    public static IReadOnlyList<(string Name, MemoryOwnerKind Kind)> Names { get; } =
    [
        ("user_id", MemoryOwnerKind.User), ("agent_id", MemoryOwnerKind.Agent), ("run_id", MemoryOwnerKind.Run), ("app_id", MemoryOwnerKind.App),
    ];

    /// <summary>Gets what kind of id a name of the wire stands for; null where it stands for none.</summary>
    public static MemoryOwnerKind? KindOf(string name) => Names
        .Where(known => string.Equals(known.Name, name, StringComparison.Ordinal))
        .Select(known => (MemoryOwnerKind?)known.Kind)
        .FirstOrDefault();

    /// <summary>Gets the scope that a body names.</summary>
    /// <exception cref="WireException">It names nobody.</exception>
    public static MemoryScope Of(JsonObject body) => Of(name => Field.Text(body, name));

    /// <summary>Gets the scope that a query names.</summary>
    /// <exception cref="WireException">It names nobody.</exception>
    public static MemoryScope Of(WireRequest request) => Of(request.Query);

    /// <summary>Gets the scope that a query names; null where it names nobody.</summary>
    public static MemoryScope? Find(WireRequest request) => Find(request.Query);

    /// <summary>Gets the scope of ids, each read by its name; null where there is none.</summary>
    public static MemoryScope? Find(Func<string, string?> read) =>
        Of(read("user_id"), read("agent_id"), read("run_id") ?? read("session_id"), read("app_id"));

    /// <summary>Gets what kind of id a path names: "user" or "users", say.</summary>
    /// <exception cref="WireException">It names none.</exception>
    private static MemoryOwnerKind Kind(string name) => name switch
    {
        "user" or "users" => MemoryOwnerKind.User,
        "agent" or "agents" => MemoryOwnerKind.Agent,
        "run" or "runs" => MemoryOwnerKind.Run,
        "app" or "apps" => MemoryOwnerKind.App,
        _ => throw WireException.Bad("Invalid entity type"),
    };

    /// <summary>Gets the scope that a path names by its kind and its id.</summary>
    /// <exception cref="WireException">There is no such kind.</exception>
    public static MemoryScope OfEntity(WireRequest request) => Named.Of(Kind(request.Route("type")), request.Route("id")).ToScope();

    /// <summary>Makes the scope of ids; null where there is none.</summary>
    public static MemoryScope? Of(string? user, string? agent, string? run, string? app) =>
        (user ?? agent ?? run ?? app) is null ? null : MemoryScope.Create(user, agent, run, app);

    /// <summary>Makes the error of a request that names nobody.</summary>
    public static WireException Nobody() => WireException.Bad("One of user_id, agent_id, app_id or run_id is required.");

    private static MemoryScope Of(Func<string, string?> read) => Find(read) ?? throw Nobody();
}
