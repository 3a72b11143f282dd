namespace Mem0Sharp;

/// <summary>Among which memories a search looks, in whatever way: makes the questions to the store.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="MinTrust">The lowest tier of trust; or null.</param>
/// <param name="Filter">What a memory must match; or null.</param>
/// <param name="ActiveAt">When it may not have expired; or null.</param>
internal sealed record SearchBounds(MemoryScope Scope, MemoryTrust? MinTrust, MemoryFilter? Filter, DateTimeOffset? ActiveAt)
{
    /// <summary>Gets a value indicating whether a copy that is behind may answer: not where a write is decided on it.</summary>
    public bool AllowsStale { get; init; }

    public static SearchBounds Of(MemoryScope scope, MemorySearchOptions options, TimeProvider time) =>
        new(scope, options.MinTrust, options.Filter, options.IncludeExpired ? null : time.GetUtcNow());

    /// <summary>Asks for the nearest by vector; of some memories alone, where these are given.</summary>
    public VectorQuery Near(ReadOnlyMemory<float> vector, int top, double? minScore = null, IReadOnlyCollection<string>? memoryIds = null) => new()
    {
        Vector = vector,
        Scope = Scope,
        Top = top,
        MinScore = minScore,
        MinTrust = MinTrust,
        Filter = Filter,
        ActiveAt = ActiveAt,
        MemoryIds = memoryIds,
        AllowsStale = AllowsStale,
    };

    /// <summary>Asks for those that share the words of a text; of some memories alone, where these are given.</summary>
    public KeywordQuery Sharing(string text, int top, IReadOnlyCollection<string>? memoryIds = null) => new()
    {
        Text = text,
        Scope = Scope,
        Top = top,
        MinTrust = MinTrust,
        Filter = Filter,
        ActiveAt = ActiveAt,
        MemoryIds = memoryIds,
        AllowsStale = AllowsStale,
    };
}
