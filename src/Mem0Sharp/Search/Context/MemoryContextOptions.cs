namespace Mem0Sharp;

/// <summary>Settings of one <see cref="Memory.GetContextAsync"/>.</summary>
public sealed class MemoryContextOptions
{
    /// <summary>How many results are asked for when nothing is said of the search.</summary>
    internal const int DefaultTop = 50;

    /// <summary>Gets the most tokens that the text may have, with the words around the memories.</summary>
    /// <value>
    /// 1 to <see cref="MemoryLimits.ContextTokens"/>. Default 1,000. As the default of <see cref="CountTokens"/> counts, the words around
    /// the memories take some 140 of them, and each memory some 15 beside its text.
    /// </value>
    public int MaxTokens { get; init; } = 1_000;

    /// <summary>Gets what counts the tokens of a text: that of the model that will read it.</summary>
    /// <value>
    /// Default null: an estimate that would rather be too high: a third of a token for each ASCII letter or space, two thirds for each
    /// other ASCII character, and half a token for each UTF-8 byte of any other, so one and a half for a Chinese character. Called once for
    /// each memory that was found, with the whole text up to it. It returns 0 or more; what it throws is thrown by the call.
    /// </value>
    public Func<string, int>? CountTokens { get; init; }

    /// <summary>Gets how memories are searched for. What is not among <see cref="MemorySearchOptions.Top"/> is not considered.</summary>
    /// <value>Default null: the defaults of a search, but 50 results.</value>
    public MemorySearchOptions? Search { get; init; }
}
