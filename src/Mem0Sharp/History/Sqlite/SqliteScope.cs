namespace Mem0Sharp;

/// <summary>The rows of <c>memory_scopes</c>: one for each id under which a memory is found.</summary>
internal static class SqliteScope
{
    private const long User = 0, Agent = 1, Run = 2, App = 3;

    /// <summary>Gets the ids under which a memory is found; linked agents and runs among them.</summary>
    public static IEnumerable<(long Kind, string Value)> Of(MemoryItem item) =>
    [
        .. Of(item.Scope), .. item.LinkedAgentIds.Select(id => (Agent, id)), .. item.LinkedRunIds.Select(id => (Run, id)),
    ];

    /// <summary>Gets the ids that a scope names, the one with the fewest memories most likely first.</summary>
    public static List<(long Kind, string Value)> Of(MemoryScope scope)
    {
        List<(long, string)> ids = new(4);
        Add(ids, Run, scope.RunId);
        Add(ids, User, scope.UserId);
        Add(ids, Agent, scope.AgentId);
        Add(ids, App, scope.AppId);
        return ids;
    }

    private static void Add(List<(long, string)> ids, long kind, string? id)
    {
        if (id is not null)
        {
            ids.Add((kind, id));
        }
    }
}
