namespace Mem0Sharp;

/// <summary>What a keyword search counted in its scope.</summary>
/// <param name="text">The question.</param>
/// <param name="scope">The scope.</param>
/// <param name="stamp">The state that was looked at.</param>
/// <param name="weights">What each of the question's terms weighs.</param>
/// <param name="possible">What all of them together could bring.</param>
/// <param name="meanLength">How many terms the texts of the scope have in the mean.</param>
/// <remarks>Question and scope are private, and held by whoever asks alone: the same text in another string is another question here.</remarks>
internal sealed class KeywordWeights(string text, MemoryScope scope, long stamp, double[] weights, double possible, double meanLength)
{
    private readonly WeakReference<string> _text = new(text);
    private readonly WeakReference<MemoryScope> _scope = new(scope);

    public double[] Weights => weights;

    public double Possible => possible;

    public double MeanLength => meanLength;

    /// <summary>Whether a search asks the same, in the same state.</summary>
    public bool IsOf(KeywordQuery query, long at) =>
        at == stamp
        && _text.TryGetTarget(out string? asked) && ReferenceEquals(asked, query.Text)
        && _scope.TryGetTarget(out MemoryScope? looked) && ReferenceEquals(looked, query.Scope);
}
