namespace Mem0Sharp.Chroma;

/// <summary>Finds queries valid.</summary>
internal static class Queries
{
    public static void Check(VectorQuery query)
    {
        Check(query.Scope, query.Top, query.MinTrust);
        if (query.MinScore is { } score && !(score is >= -1 and <= 1))
        {
            throw new MemoryValidationException(nameof(query.MinScore), "The least score is out of range.", "Give -1 to 1, or null.");
        }
    }

    public static void Check(KeywordQuery query)
    {
        ArgumentNullException.ThrowIfNull(query.Text, nameof(query));
        Check(query.Scope, query.Top, query.MinTrust);
    }

    /// <summary>Tells whether a memory is what is asked for, vector and words apart. The server's conditions may find more.</summary>
    public static bool Matches(MemoryItem item, MemoryScope scope, MemoryTrust? minTrust, DateTimeOffset? activeAt, MemoryFilter? filter) =>
        scope.Contains(item)
        && (minTrust is not { } trust || item.Trust >= trust)
        && (activeAt is not { } instant || !item.IsExpired(instant))
        && filter?.Matches(item) != false;

    private static void Check(MemoryScope scope, int top, MemoryTrust? trust)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (top is < 1 or > MemoryLimits.Top)
        {
            throw new MemoryValidationException(nameof(top), $"The number of results is {top}.", $"Give 1 to {MemoryLimits.Top}.");
        }

        if (trust is { } tier && !Enum.IsDefined(tier))
        {
            throw new MemoryValidationException(nameof(trust), "There is no such tier of trust.", "Give one of MemoryTrust, or null.");
        }
    }
}
