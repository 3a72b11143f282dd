namespace Mem0Sharp;

/// <summary>The keyword scores of a few texts, worked out without an index: as the store's, with those texts for a scope.</summary>
internal static class KeywordScores
{
    /// <summary>Scores texts for a question.</summary>
    /// <returns>One score for each text, [0, 1); 0 for one that shares no word.</returns>
    public static double[] Of(string question, IReadOnlyList<string> texts)
    {
        double[] scores = new double[texts.Count];
        using KeywordTerms terms = KeywordTerms.Of(question);
        if (terms.Count == 0 || texts.Count == 0)
        {
            return scores;
        }

        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        for (int i = 0; i < terms.Count; i++)
        {
            numbers.Add(terms[i].ToString(), i);
        }

        int[,] occurrences = new int[texts.Count, terms.Count];
        int[] having = new int[terms.Count];
        int[] lengths = new int[texts.Count];
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> numberOf = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int text = 0; text < texts.Count; text++)
        {
            using KeywordTerms own = KeywordTerms.Of(texts[text]);
            lengths[text] = own.Length;
            for (int i = 0; i < own.Count; i++)
            {
                if (numberOf.TryGetValue(own[i], out int number))
                {
                    occurrences[text, number] = own.Occurrences(i);
                    having[number]++;
                }
            }
        }

        double meanLength = lengths.Average();
        double possible = 0;
        for (int number = 0; number < having.Length && meanLength > 0; number++)
        {
            double weight = Bm25.Weight(texts.Count, having[number]);
            possible += weight * Bm25.MostSaturation;
            for (int text = 0; text < scores.Length; text++)
            {
                if (occurrences[text, number] > 0)
                {
                    scores[text] += weight * Bm25.Saturation(occurrences[text, number], lengths[text], meanLength);
                }
            }
        }

        return possible > 0 ? Array.ConvertAll(scores, score => score / possible) : scores;
    }
}
