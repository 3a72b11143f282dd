using System.Collections.Concurrent;

namespace Mem0Sharp;

/// <summary>Finds the rows of memories by their ids, as a state has them. Thread-safe.</summary>
internal sealed class RowFinder(RowTable rows, ConcurrentDictionary<string, int> rowOf)
{
    private const int RowsBetweenTokenChecks = 1024;

    /// <summary>Finds the rows of some memories.</summary>
    /// <param name="ids">Their ids, in any order. One that nobody has leads to no row.</param>
    /// <param name="scope">Where those lie that are asked for. Others may be found too.</param>
    /// <param name="stamp">The state.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Rows without repetition.</returns>
    public ReadOnlySpan<int> Find(IReadOnlyCollection<string> ids, ScopeEntry scope, long stamp, CancellationToken cancellationToken)
    {
        HashSet<string> missing = new(ids, StringComparer.Ordinal);
        int[] found = new int[missing.Count];
        int count = 0;
        foreach (string id in ids)
        {
            // What is known by an id is the newest: a later state may have moved it or taken it out.
            if (rowOf.TryGetValue(id, out int row) && rows.ItemAt(row, stamp) is { } item && string.Equals(item.Id, id, StringComparison.Ordinal)
                && missing.Remove(id))
            {
                found[count++] = row;
            }
        }

        if (missing.Count > 0)
        {
            count += LookFor(missing, scope, stamp, found.AsSpan(count), cancellationToken);
        }

        return found.AsSpan(0, count);
    }

    /// <summary>Looks for memories in all rows of a scope.</summary>
    /// <returns>How many were found.</returns>
    private int LookFor(HashSet<string> missing, ScopeEntry scope, long stamp, Span<int> found, CancellationToken cancellationToken)
    {
        int count = 0;
        foreach (RowExtent extent in scope.Owner?.Extents ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int row = extent.Start; row < extent.Start + extent.Count && missing.Count > 0; row++)
            {
                if (rows.ItemAt(row, stamp) is { } item && missing.Remove(item.Id))
                {
                    found[count++] = row;
                }
            }
        }

        ReadOnlySpan<long> entries = scope.Others.Entries;
        for (int i = 0; i < entries.Length && missing.Count > 0; i++)
        {
            if (i % RowsBetweenTokenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            long entry = entries[i];
            if (entry != PostingList.Gap
                && rows.ItemAt(PostingList.RowOf(entry), stamp) is { } item
                && missing.Remove(item.Id))
            {
                found[count++] = PostingList.RowOf(entry);
            }
        }

        return count;
    }
}
