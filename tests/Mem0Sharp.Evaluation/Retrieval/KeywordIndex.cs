namespace Mem0Sharp.Evaluation;

/// <summary>Plain BM25 over texts: what a store with keywords alone would find. The baseline, not a part of the library.</summary>
/// <remarks>
/// Porter stems without stop words; k1 0.9, b 0.4 (Anserini's defaults). Robertson and Zaragoza 2009, The Probabilistic Relevance
/// Framework; the IDF is Lucene's, ln(1 + (N - n + 0.5) / (n + 0.5)), never negative.
/// </remarks>
internal sealed class KeywordIndex
{
    private const double K1 = 0.9;
    private const double B = 0.4;

    private readonly Dictionary<string, List<(int Text, int Count)>> _postings = new(StringComparer.Ordinal);
    private readonly int[] _lengths;
    private readonly double _meanLength;

    public KeywordIndex(IReadOnlyList<string> texts)
    {
        _lengths = new int[texts.Count];
        for (int text = 0; text < texts.Count; text++)
        {
            IReadOnlyList<string> words = Stems(texts[text]);
            _lengths[text] = words.Count;
            foreach (IGrouping<string, string> same in words.GroupBy(word => word, StringComparer.Ordinal))
            {
                if (!_postings.TryGetValue(same.Key, out List<(int Text, int Count)>? postings))
                {
                    _postings[same.Key] = postings = [];
                }

                postings.Add((text, same.Count()));
            }
        }

        _meanLength = texts.Count == 0 ? 0 : _lengths.Average();
    }

    /// <summary>Finds the texts that have any word of a question.</summary>
    /// <returns>Numbers of texts and their scores, best first; of equal scores the first text first, as an index without time has it.</returns>
    public IReadOnlyList<(int Text, double Score)> Search(string question, int top)
    {
        Dictionary<int, double> scores = [];
        foreach (string word in Stems(question).Distinct(StringComparer.Ordinal))
        {
            if (!_postings.TryGetValue(word, out List<(int Text, int Count)>? postings))
            {
                continue;
            }

            double weight = Math.Log(1 + ((_lengths.Length - postings.Count + 0.5) / (postings.Count + 0.5)));
            foreach ((int text, int count) in postings)
            {
                double saturated = count * (K1 + 1) / (count + (K1 * (1 - B + (B * _lengths[text] / _meanLength))));
                scores[text] = scores.GetValueOrDefault(text) + (weight * saturated);
            }
        }

        return [.. scores.Select(score => (score.Key, score.Value)).OrderByDescending(hit => hit.Value).ThenBy(hit => hit.Key).Take(top)];
    }

    private static List<string> Stems(string text)
    {
        using NormalizedText normalized = new(text, []);
        LexicalTokenizer tokens = new(normalized.Characters);
        List<string> stems = [];
        while (tokens.MoveNext())
        {
            if (tokens.Kind != LexicalTokenKind.Word)
            {
                stems.Add(tokens.Current.ToString());
            }
            else if (!StopWords.Contains(tokens.Current))
            {
                int length = PorterStemmer.Stem(tokens.Current);
                stems.Add(tokens.Current[..length].ToString());
            }
        }

        return stems;
    }
}
