namespace Mem0Sharp;

/// <summary>Memories that answer a question, written down for a model's prompt within a budget of tokens.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryContext
{
    internal MemoryContext(string text, IReadOnlyList<MemoryItem> items, int tokenCount, int leftOutCount)
    {
        Text = text;
        Items = items;
        TokenCount = tokenCount;
        LeftOutCount = leftOutCount;
    }

    /// <summary>Gets the text for the prompt, as <see cref="MemoryPrompt.Format"/> writes it. Empty when there are no memories in it.</summary>
    public string Text { get; }

    /// <summary>Gets the memories in the text, in its order: best first.</summary>
    public IReadOnlyList<MemoryItem> Items { get; }

    /// <summary>Gets how many tokens the whole text has, counted by <see cref="MemoryContextOptions.CountTokens"/>.</summary>
    /// <value>0 to <see cref="MemoryContextOptions.MaxTokens"/>; 0 when the text is empty.</value>
    public int TokenCount { get; }

    /// <summary>Gets how many memories were found and are not in the text, since it would have become too long with them.</summary>
    public int LeftOutCount { get; }

    /// <summary>Returns the numbers, never text.</summary>
    /// <returns>For instance "MemoryContext (3 memories, 140 tokens)".</returns>
    public override string ToString() => FormattableString.Invariant($"MemoryContext ({Items.Count} memories, {TokenCount} tokens)");
}
