using System.Collections.Concurrent;

namespace Mem0Sharp;

/// <summary>For each user, agent, run and app: the rows that belong to it.</summary>
/// <remarks>One thread writes; any number reads meanwhile.</remarks>
internal sealed class ScopeDirectory(RowTable rows)
{
    private readonly ConcurrentDictionary<string, ScopeEntry> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ScopeEntry> _agents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ScopeEntry> _runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ScopeEntry> _apps = new(StringComparer.Ordinal);
    private readonly List<ScopeEntry> _found = [];
    private int _owners;

    /// <summary>Gets whose rows a memory lies beside.</summary>
    public RowOwner OwnerOf(MemoryItem item)
    {
        ScopeEntry entry = HomeOf(item.Scope);
        return entry.Owner ??= new RowOwner(++_owners, entry);
    }

    /// <summary>Puts a row into the lists of all that its memory belongs to, but for its owner's, and counts it.</summary>
    /// <param name="item">The memory.</param>
    /// <param name="owner">Whose row it is.</param>
    /// <param name="row">The row.</param>
    /// <param name="terms">How many terms its text has.</param>
    /// <param name="stamp">The state that counts it first.</param>
    /// <param name="changed">Told of each scope whose count changes for the first time in this state.</param>
    public void Add(MemoryItem item, RowOwner owner, int row, int terms, long stamp, Action<ScopeEntry> changed)
    {
        List<ScopeEntry> entries = EntriesOf(item);
        RowPlace[]? places = entries.Count == 1 ? null : new RowPlace[entries.Count - 1];
        int next = 0;
        foreach (ScopeEntry entry in entries)
        {
            if (entry != owner.Scope)
            {
                places![next++] = new RowPlace(entry, entry.Others.Add(row, 1));
            }

            Count(entry, stamp, 1, terms, changed);
        }

        rows.Page(row).Places[RowTable.Place(row)] = places;
    }

    /// <summary>Counts a row off that a state has no longer. It stays in the lists until nobody can see it.</summary>
    public void Uncount(RowOwner owner, int row, int terms, long stamp, Action<ScopeEntry> changed)
    {
        Count(owner.Scope, stamp, -1, -terms, changed);
        foreach (RowPlace place in rows.Page(row).Places[RowTable.Place(row)] ?? [])
        {
            Count(place.Scope, stamp, -1, -terms, changed);
        }
    }

    /// <summary>Takes a row that nobody can see out of the lists.</summary>
    public void Remove(int row)
    {
        ref RowPlace[]? places = ref rows.Page(row).Places[RowTable.Place(row)];
        foreach (RowPlace place in places ?? [])
        {
            PostingList list = place.Scope.Others;
            list.RemoveAt(place.Place);
            if (list.IsSparse)
            {
                list.Compact((moved, to) => Move(moved, place.Scope, to));
            }

            RemoveIfEmpty(place.Scope);
        }

        places = null;
    }

    /// <summary>Forgets an id that nothing has any longer.</summary>
    public void RemoveIfEmpty(ScopeEntry entry)
    {
        if (entry.Newest.Rows > 0 || entry.Others.Live > 0 || entry.Owner is { Capacity: > 0 })
        {
            return;
        }

        foreach (ConcurrentDictionary<string, ScopeEntry> kind in (ReadOnlySpan<ConcurrentDictionary<string, ScopeEntry>>)[_users, _agents, _runs, _apps])
        {
            kind.TryRemove(new KeyValuePair<string, ScopeEntry>(entry.Id, entry));
        }
    }

    /// <summary>Finds the fewest rows that hold all of a scope's memories, and perhaps others; null when there are none.</summary>
    public ScopeEntry? MostSelective(MemoryScope scope, long stamp)
    {
        ScopeEntry? fewest = null;
        int count = int.MaxValue;
        return Narrow(_users, scope.UserId, stamp, ref fewest, ref count)
            && Narrow(_runs, scope.RunId, stamp, ref fewest, ref count)
            && Narrow(_agents, scope.AgentId, stamp, ref fewest, ref count)
            && Narrow(_apps, scope.AppId, stamp, ref fewest, ref count) ? fewest : null;
    }

    private static bool Narrow(
        ConcurrentDictionary<string, ScopeEntry> kind, string? id, long stamp, ref ScopeEntry? fewest, ref int count)
    {
        if (id is null)
        {
            return true;
        }

        if (!kind.TryGetValue(id, out ScopeEntry? entry) || entry.At(stamp).Rows is not (> 0 and var found))
        {
            return false;
        }

        if (found < count)
        {
            (fewest, count) = (entry, found);
        }

        return true;
    }

    private static void Count(ScopeEntry entry, long stamp, int count, long terms, Action<ScopeEntry> changed)
    {
        if (entry.Change(stamp, count, terms))
        {
            changed(entry);
        }
    }

    private static ScopeEntry Entry(ConcurrentDictionary<string, ScopeEntry> kind, string id) =>
        kind.TryGetValue(id, out ScopeEntry? known) ? known : kind.GetOrAdd(id, new ScopeEntry(id));

    private ScopeEntry HomeOf(MemoryScope scope) =>
        scope.UserId is { } user ? Entry(_users, user)
        : scope.AgentId is { } agent ? Entry(_agents, agent)
        : scope.AppId is { } app ? Entry(_apps, app)
        : Entry(_runs, scope.RunId!);

    /// <summary>Gets all that a memory belongs to, each once: an id may stand in it twice, as its own and as a linked one.</summary>
    private List<ScopeEntry> EntriesOf(MemoryItem item)
    {
        _found.Clear();
        Find(_users, item.Scope.UserId);
        Find(_agents, item.Scope.AgentId);
        Find(_runs, item.Scope.RunId);
        Find(_apps, item.Scope.AppId);
        for (int i = 0; i < item.LinkedAgentIds.Count; i++)
        {
            Find(_agents, item.LinkedAgentIds[i]);
        }

        for (int i = 0; i < item.LinkedRunIds.Count; i++)
        {
            Find(_runs, item.LinkedRunIds[i]);
        }

        return _found;
    }

    private void Find(ConcurrentDictionary<string, ScopeEntry> kind, string? id)
    {
        if (id is not null && Entry(kind, id) is { } entry && !_found.Contains(entry))
        {
            _found.Add(entry);
        }
    }

    private void Move(int row, ScopeEntry scope, int place)
    {
        RowPlace[] places = rows.Page(row).Places[RowTable.Place(row)]!;
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i].Scope == scope)
            {
                places[i] = new RowPlace(scope, place);
            }
        }
    }
}
