using System.Runtime.InteropServices;

namespace Mem0Sharp;

/// <summary>For each user, agent, run and app: the rows that belong to it.</summary>
/// <remarks>Not thread-safe; the store's lock guards it.</remarks>
internal sealed class ScopePostings
{
    private readonly Dictionary<string, ScopeRows> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScopeRows> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScopeRows> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScopeRows> _apps = new(StringComparer.Ordinal);

    /// <summary>Adds a row to all that its memory belongs to.</summary>
    /// <param name="item">The memory.</param>
    /// <param name="row">Its row.</param>
    /// <param name="terms">How many terms its text has.</param>
    public void Add(MemoryItem item, int row, int terms)
    {
        Add(_users, item.Scope.UserId, row, terms);
        Add(_agents, item.Scope.AgentId, row, terms);
        Add(_runs, item.Scope.RunId, row, terms);
        Add(_apps, item.Scope.AppId, row, terms);
        for (int i = 0; i < item.LinkedAgentIds.Count; i++)
        {
            Add(_agents, item.LinkedAgentIds[i], row, terms);
        }

        for (int i = 0; i < item.LinkedRunIds.Count; i++)
        {
            Add(_runs, item.LinkedRunIds[i], row, terms);
        }
    }

    /// <summary>Takes a row from all that its memory belongs to, with the number of terms that it was added with.</summary>
    public void Remove(MemoryItem item, int row, int terms)
    {
        Remove(_users, item.Scope.UserId, row, terms);
        Remove(_agents, item.Scope.AgentId, row, terms);
        Remove(_runs, item.Scope.RunId, row, terms);
        Remove(_apps, item.Scope.AppId, row, terms);
        for (int i = 0; i < item.LinkedAgentIds.Count; i++)
        {
            Remove(_agents, item.LinkedAgentIds[i], row, terms);
        }

        for (int i = 0; i < item.LinkedRunIds.Count; i++)
        {
            Remove(_runs, item.LinkedRunIds[i], row, terms);
        }
    }

    /// <summary>Returns the fewest rows that hold all of a scope's memories, and perhaps others; null when there are none.</summary>
    public ScopeRows? MostSelective(MemoryScope scope)
    {
        ScopeRows? fewest = null;
        return Narrow(_users, scope.UserId, ref fewest)
            && Narrow(_runs, scope.RunId, ref fewest)
            && Narrow(_agents, scope.AgentId, ref fewest)
            && Narrow(_apps, scope.AppId, ref fewest) ? fewest : null;
    }

    private static bool Narrow(Dictionary<string, ScopeRows> kind, string? id, ref ScopeRows? fewest)
    {
        if (id is null)
        {
            return true;
        }

        if (!kind.TryGetValue(id, out ScopeRows? rows))
        {
            return false;
        }

        if (fewest is null || rows.Rows.Count < fewest.Rows.Count)
        {
            fewest = rows;
        }

        return true;
    }

    private static void Add(Dictionary<string, ScopeRows> kind, string? id, int row, int terms)
    {
        if (id is not null)
        {
            ref ScopeRows? rows = ref CollectionsMarshal.GetValueRefOrAddDefault(kind, id, out _);
            rows ??= new ScopeRows();

            // An id may stand in an item twice, as its own and as a linked one: the row counts once.
            rows.Terms += rows.Rows.Add(row) ? terms : 0;
        }
    }

    private static void Remove(Dictionary<string, ScopeRows> kind, string? id, int row, int terms)
    {
        // The second time there is nothing left.
        if (id is not null && kind.TryGetValue(id, out ScopeRows? rows) && rows.Rows.Remove(row))
        {
            rows.Terms -= terms;
            if (rows.Rows.Count == 0)
            {
                kind.Remove(id);
            }
        }
    }
}
