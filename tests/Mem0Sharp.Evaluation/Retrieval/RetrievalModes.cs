namespace Mem0Sharp.Evaluation;

/// <summary>The ways to search by name. A new one is a file of its own and a line here.</summary>
internal static class RetrievalModes
{
    private const string Keyword = "keyword";
    private const string Vector = "vector";

    /// <summary>Gets the names, in the order of the rows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Keyword, Vector];

    /// <summary>Makes a mode.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="memory">The memory to be searched.</param>
    /// <param name="store">Its store.</param>
    /// <param name="options">How it is searched.</param>
    public static IRetrievalMode Of(string name, Memory memory, IVectorStore store, RetrievalOptions options) => name switch
    {
        Keyword => new KeywordMode(store),
        Vector => new VectorMode(memory, newestAmongNearTies: !options.ByScore),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such mode."),
    };
}
