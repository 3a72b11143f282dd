using System.Text;

namespace Mem0Sharp;

/// <summary>Writes down as many memories as a budget of tokens has room for.</summary>
internal static class ContextAssembly
{
    /// <summary>Takes memories in their order. One with which the text would be too long is passed over, and later ones are tried still.</summary>
    /// <param name="found">The memories, best first.</param>
    /// <param name="maxTokens">The most tokens of the whole text.</param>
    /// <param name="countTokens">Counts the tokens of a text.</param>
    /// <exception cref="MemoryValidationException">A count is negative.</exception>
    public static MemoryContext Of(IEnumerable<MemoryItem> found, int maxTokens, Func<string, int> countTokens)
    {
        List<MemoryItem> taken = [];
        string text = string.Empty;
        int tokens = 0;
        int leftOut = 0;
        StringBuilder lines = MemoryPrompt.AppendBegin(new StringBuilder());
        foreach (MemoryItem item in found)
        {
            int before = lines.Length;
            MemoryPrompt.AppendLine(lines, taken.Count, item);
            int after = lines.Length;

            // The whole text each time: the tokens of two texts are not those of both together.
            string longer = MemoryPrompt.AppendEnd(lines).ToString();
            int count = countTokens(longer);
            if (count < 0)
            {
                throw new MemoryValidationException(
                    nameof(MemoryContextOptions.CountTokens), $"A text was counted as {count} tokens.", "Return 0 or more.");
            }

            if (count <= maxTokens)
            {
                (text, tokens) = (longer, count);
                taken.Add(item);
                lines.Length = after;
            }
            else
            {
                lines.Length = before;
                leftOut++;
            }
        }

        return new MemoryContext(text, [.. taken], tokens, leftOut);
    }
}
