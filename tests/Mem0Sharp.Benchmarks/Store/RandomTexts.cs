namespace Mem0Sharp.Benchmarks;

/// <summary>Texts of about ten words, of which few are frequent and most are rare (Zipf), the same in every run.</summary>
internal sealed class RandomTexts(int seed)
{
    private const int Vocabulary = 20_000;
    private readonly Random _random = new(seed);

    /// <summary>Makes a text of 6 to 14 words.</summary>
    public string Next() => Words(_random.Next(6, 15));

    /// <summary>Makes a text of a number of words.</summary>
    public string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Word()));

    // The inverse of the distribution: half of all words are among the 140 most frequent.
    private string Word() => Named((int)Math.Pow(Vocabulary, _random.NextDouble()));

    // Letters alone, and neither a stop word nor one that FTS5 reads as an operator.
    private static string Named(int number)
    {
        string letters = string.Empty;
        for (int rest = number; rest > 0; rest /= 26)
        {
            letters += (char)('a' + (rest % 26));
        }

        return $"z{letters}k";
    }
}
