namespace Mem0Sharp.Faults;

/// <summary>Holds a database to the journals of the hosts that wrote to it.</summary>
/// <param name="memory">A memory over the database, which no host has any more.</param>
/// <param name="lines">What the hosts noted.</param>
internal sealed class HostsCheck(Memory memory, IReadOnlyList<HostsLine> lines)
{
    // Of what is erased, when that was acknowledged: the first time, if several did it.
    private readonly Dictionary<string, long> _erased = lines.Where(line => line.IsErase)
        .SelectMany(line => line.Ids, (line, id) => (Id: id, line.Ended))
        .GroupBy(each => each.Id, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.Min(each => each.Ended), StringComparer.Ordinal);

    public async Task<HostsVerdict> RunAsync()
    {
        List<HistoryEntry> rows = await memory.HistoryAsync(new HistoryFilter()).ToListAsync();
        return new HostsVerdict(
            lines.Count(line => line is { IsRead: false, IsConflict: false }),
            lines.Count(line => line.IsRead),
            lines.Count(line => line.IsConflict),
            [.. Lost(rows)],
            [.. Torn(rows), .. (await memory.CheckAsync()).Problems],
            [.. Leaked(), .. await LeftAsync(rows)]);
    }

    private IEnumerable<string> Lost(List<HistoryEntry> rows)
    {
        ILookup<string?, HistoryEntry> byKey = rows.ToLookup(row => row.ChangedBy, StringComparer.Ordinal);
        foreach (HostsLine line in lines.Where(line => line is { IsRead: false, IsConflict: false, IsErase: false }))
        {
            HistoryEntry[] found = [.. byKey[line.Key]];
            bool isThere = found is [var row] && string.Equals(row.MemoryId, line.Ids[0], StringComparison.Ordinal) && row.Version == line.Version
                && string.Equals(row.NewText, line.Text, StringComparison.Ordinal);
            if (!isThere && !(found.Length == 0 && _erased.ContainsKey(line.Ids[0])))
            {
                yield return $"{line.Kind} {line.Key} made version {line.Version} of {line.Ids[0]}; {found.Length} rows are of it";
            }
        }
    }

    /// <summary>Looks at the chain of each memory: no version is missing or there twice, and each follows the one before.</summary>
    private static IEnumerable<string> Torn(List<HistoryEntry> rows)
    {
        foreach (IGrouping<string, HistoryEntry> memory in rows.GroupBy(row => row.MemoryId, StringComparer.Ordinal))
        {
            string? hash = null;
            int version = 0;
            foreach (HistoryEntry row in memory.OrderBy(row => row.Sequence))
            {
                if (row.Version != ++version || !string.Equals(row.OldHash, hash, StringComparison.Ordinal))
                {
                    yield return $"version {row.Version} of {memory.Key} does not follow the one before";
                }

                (hash, version) = (row.NewHash, row.Version);
            }
        }
    }

    private IEnumerable<string> Leaked()
    {
        foreach (HostsLine line in lines.Where(line => line.IsRead))
        {
            for (int i = 0; i < line.Ids.Count; i++)
            {
                if (!string.Equals(line.Users[i], line.User, StringComparison.Ordinal))
                {
                    yield return $"a {line.Kind} found {line.Ids[i]}, which is another user's";
                }

                if (_erased.TryGetValue(line.Ids[i], out long at) && at < line.Began)
                {
                    yield return $"a {line.Kind} found {line.Ids[i]} after it was erased";
                }
            }
        }
    }

    /// <summary>Finds what is left of erased memories, and memories that a user's list has and that are not that user's.</summary>
    private async Task<IReadOnlyList<string>> LeftAsync(List<HistoryEntry> rows)
    {
        List<string> left = [.. rows.Select(row => row.MemoryId).Distinct(StringComparer.Ordinal).Where(_erased.ContainsKey)
            .Select(id => $"{id} is in the history after it was erased")];
        foreach (string user in lines.Select(line => line.User).Distinct(StringComparer.Ordinal))
        {
            await foreach (MemoryItem item in memory.GetAllAsync(MemoryScope.ForUser(user)))
            {
                if (_erased.ContainsKey(item.Id) || !string.Equals(item.Scope.UserId, user, StringComparison.Ordinal))
                {
                    left.Add($"{item.Id} is in a list in which it may not be");
                }
            }
        }

        return left;
    }
}
