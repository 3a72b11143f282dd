using Mem0Sharp;

namespace Quickstart;

/// <summary>Asks the memory a question and shows the best answers.</summary>
internal static class Asking
{
    private const int Answers = 3;

    /// <returns>The best memory, or null when nothing was found.</returns>
    public static async Task<MemoryItem?> RunAsync(Stage stage, string question, CancellationToken cancellationToken)
    {
        stage.Screen.Heading("Ask", question);
        MemorySearchResults hits = await stage.Memory.SearchAsync(
            question, stage.Scope, new MemorySearchOptions { Top = Answers, Explain = true }, cancellationToken);
        foreach (MemorySearchResult hit in hits)
        {
            MemoryScoreDetails details = hit.Details!;
            string signals = $"words {Screen.Score(details.Keyword)}, meaning {Screen.Score(details.Cosine ?? 0)}";
            stage.Screen.Entry($"  {Screen.Score(hit.Score)}", $"{stage.Told(hit.Item)}  ({signals})");
        }

        if (hits.Count > 0 && !SharesAWord(question, hits[0].Item.Text))
        {
            stage.Screen.Entry("–", "found by meaning: no word of the question is in the best answer", textTone: Tone.Faint);
        }

        if (hits.Count == 0)
        {
            stage.Screen.Entry("–", "nothing is known yet", textTone: Tone.Faint);
        }

        return hits.Count == 0 ? null : hits[0].Item;
    }

    private static bool SharesAWord(string one, string other) => Words(one).Overlaps(Words(other));

    private static HashSet<string> Words(string text)
    {
        char[] separators = [.. text.Where(c => !char.IsLetterOrDigit(c))];
        return text.Split(separators, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
