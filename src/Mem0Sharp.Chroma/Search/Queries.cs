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
