namespace Mem0Sharp.AspNetCore;

/// <summary>Reads over the scopes of a filter, as if they were one.</summary>
internal static class WireSearch
{
    /// <summary>Searches each scope, and takes the best of all. A score is of the question and the memory alone, so they can be compared.</summary>
    public static async Task<IReadOnlyList<MemorySearchResult>> SearchAsync(
        MemoryGate memory, string query, ScopedFilter where, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        List<MemorySearchResult> found = [];
        foreach (MemoryScope scope in where.Scopes)
        {
            found.AddRange(await memory.For(scope).SearchAsync(query, options, cancellationToken).ConfigureAwait(false));
        }

        return where.Scopes.Count == 1
            ? found
            : [.. found.DistinctBy(result => result.Item.Id, StringComparer.Ordinal).OrderByDescending(result => result.Score).Take(options.Top)];
    }

    /// <summary>Reads a page of a list, newest first, and counts what is on all of them.</summary>
    public static async Task<(long Count, IReadOnlyList<MemoryItem> Items)> PageAsync(
        MemoryGate memory, ScopedFilter where, bool withExpired, int skip, int take, CancellationToken cancellationToken)
    {
        MemoryListOptions options = new()
        {
            Filter = where.Filter,
            IncludeExpired = withExpired,
            PageSize = Math.Clamp(skip + take, 1, MemoryLimits.BatchSize),
        };
        if (where.Scopes is [{ } scope])
        {
            ScopedMemory own = memory.For(scope);
            return (
                await own.CountAsync(options, cancellationToken).ConfigureAwait(false),
                await own.GetAllAsync(options, cancellationToken).Skip(skip).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false));
        }

        List<MemoryItem> all = await AllAsync(memory, where, options, cancellationToken).ConfigureAwait(false);
        return (all.Count, [.. all.OrderByDescending(item => item.CreatedAt).ThenBy(item => item.Id, StringComparer.Ordinal).Skip(skip).Take(take)]);
    }

    private static async Task<List<MemoryItem>> AllAsync(
        MemoryGate memory, ScopedFilter where, MemoryListOptions options, CancellationToken cancellationToken)
    {
        Dictionary<string, MemoryItem> all = new(StringComparer.Ordinal);
        foreach (MemoryScope scope in where.Scopes)
        {
            await foreach (MemoryItem item in memory.For(scope).GetAllAsync(options, cancellationToken).ConfigureAwait(false))
            {
                all[item.Id] = item;
            }
        }

        return [.. all.Values];
    }
}
