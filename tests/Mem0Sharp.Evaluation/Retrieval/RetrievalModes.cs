namespace Mem0Sharp.Evaluation;

/// <summary>The ways to search by name. A new one is a line here.</summary>
internal static class RetrievalModes
{
    private const string Keyword = "keyword";
    private const string Vector = "vector";
    private const string Hybrid = "hybrid";

    /// <summary>Gets the names, in the order of the rows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Keyword, Vector, Hybrid];

    /// <summary>Makes a mode.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="memory">The memory to be searched.</param>
    /// <param name="options">How it is searched.</param>
    public static IRetrievalMode Of(string name, Memory memory, RetrievalOptions options) => name switch
    {
        Keyword => new SearchMode(memory, MemorySearchMode.Keyword, newestAmongNearTies: !options.ByScore),
        Vector => new SearchMode(memory, MemorySearchMode.Vector, newestAmongNearTies: !options.ByScore),
        Hybrid => new SearchMode(memory, MemorySearchMode.Hybrid, newestAmongNearTies: !options.ByScore),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such mode."),
    };
}
