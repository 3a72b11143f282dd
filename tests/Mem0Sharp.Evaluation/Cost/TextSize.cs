namespace Mem0Sharp.Evaluation;

/// <summary>How long a text is.</summary>
/// <param name="Tokens">Tokens of <see cref="TokenCounter.Encoding"/>.</param>
/// <param name="Characters">UTF-16 code units.</param>
internal readonly record struct TextSize(int Tokens, int Characters)
{
    public static TextSize operator +(TextSize a, TextSize b) => new(a.Tokens + b.Tokens, a.Characters + b.Characters);
}
