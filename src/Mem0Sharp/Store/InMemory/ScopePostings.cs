using System.Runtime.InteropServices;

namespace Mem0Sharp;

/// <summary>For each user, agent, run and app: the rows that belong to it.</summary>
/// <remarks>Not thread-safe; the store's lock guards it.</remarks>
internal sealed class ScopePostings
{
    private readonly Dictionary<string, HashSet<int>> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<int>> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<int>> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<int>> _apps = new(StringComparer.Ordinal);

    public void Add(MemoryItem item, int row)
    {
        Add(_users, item.Scope.UserId, row);
        Add(_agents, item.Scope.AgentId, row);
        Add(_runs, item.Scope.RunId, row);
        Add(_apps, item.Scope.AppId, row);
        for (int i = 0; i < item.LinkedAgentIds.Count; i++)
        {
            Add(_agents, item.LinkedAgentIds[i], row);
        }

        for (int i = 0; i < item.LinkedRunIds.Count; i++)
        {
            Add(_runs, item.LinkedRunIds[i], row);
        }
    }

    public void Remove(MemoryItem item, int row)
    {
        Remove(_users, item.Scope.UserId, row);
        Remove(_agents, item.Scope.AgentId, row);
        Remove(_runs, item.Scope.RunId, row);
        Remove(_apps, item.Scope.AppId, row);
        for (int i = 0; i < item.LinkedAgentIds.Count; i++)
        {
            Remove(_agents, item.LinkedAgentIds[i], row);
        }

        for (int i = 0; i < item.LinkedRunIds.Count; i++)
        {
            Remove(_runs, item.LinkedRunIds[i], row);
        }
    }

    /// <summary>Returns the fewest rows that hold all of a scope's memories, and perhaps others; null when there are none.</summary>
    public HashSet<int>? MostSelective(MemoryScope scope)
    {
        HashSet<int>? fewest = null;
        return Narrow(_users, scope.UserId, ref fewest)
            && Narrow(_runs, scope.RunId, ref fewest)
            && Narrow(_agents, scope.AgentId, ref fewest)
            && Narrow(_apps, scope.AppId, ref fewest) ? fewest : null;
    }

    private static bool Narrow(Dictionary<string, HashSet<int>> kind, string? id, ref HashSet<int>? fewest)
    {
        if (id is null)
        {
            return true;
        }

        if (!kind.TryGetValue(id, out HashSet<int>? rows))
        {
            return false;
        }

        if (fewest is null || rows.Count < fewest.Count)
        {
            fewest = rows;
        }

        return true;
    }

    private static void Add(Dictionary<string, HashSet<int>> kind, string? id, int row)
    {
        if (id is not null)
        {
            ref HashSet<int>? rows = ref CollectionsMarshal.GetValueRefOrAddDefault(kind, id, out _);
            (rows ??= []).Add(row);
        }
    }

    private static void Remove(Dictionary<string, HashSet<int>> kind, string? id, int row)
    {
        // An id may stand in an item twice, as its own and as a linked one: the second time there is nothing left.
        if (id is not null && kind.TryGetValue(id, out HashSet<int>? rows) && rows.Remove(row) && rows.Count == 0)
        {
            kind.Remove(id);
        }
    }
}
