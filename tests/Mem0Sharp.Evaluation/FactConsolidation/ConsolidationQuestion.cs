namespace Mem0Sharp.Evaluation;

/// <summary>A question about the newest fact.</summary>
/// <param name="Text">The question.</param>
/// <param name="Answers">Any of them is right; one or more.</param>
internal sealed record ConsolidationQuestion(string Text, IReadOnlyList<string> Answers)
{
    /// <summary>Tells whether a text has one of the answers in it: whole words, whatever their case and the punctuation between them.</summary>
    public bool IsAnsweredBy(string text)
    {
        string words = Words(text);
        return Answers.Any(answer => words.Contains(Words(answer), StringComparison.Ordinal));
    }

    // With a space on either side, so that "India" is not found in "Indiana".
    private static string Words(string text) => $" {string.Join(' ', PlainWords.Of(text))} ";
}
