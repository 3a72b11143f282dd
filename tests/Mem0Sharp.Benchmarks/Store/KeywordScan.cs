namespace Mem0Sharp.Benchmarks;

/// <summary>The plain way, as Mem0's store in memory has it: splits every text anew for each question and works BM25 out.</summary>
internal sealed class KeywordScan(IReadOnlyList<string> texts)
{
    public (int Text, double Score)[] Search(string question, int top)
    {
        string[] asked = [.. Words(question).Keys.Order(StringComparer.Ordinal)];
        Dictionary<string, int>[] words = new Dictionary<string, int>[texts.Count];
        int[] having = new int[asked.Length];
        long total = 0;
        for (int text = 0; text < words.Length; text++)
        {
            words[text] = Words(texts[text]);
            total += words[text].Values.Sum();
            for (int i = 0; i < asked.Length; i++)
            {
                having[i] += words[text].ContainsKey(asked[i]) ? 1 : 0;
            }
        }

        double mean = (double)total / words.Length;
        double most = having.Sum(count => Bm25.Weight(words.Length, count) * Bm25.MostSaturation);
        List<(int Text, double Score)> found = [];
        for (int text = 0; text < words.Length; text++)
        {
            double score = 0;
            int length = words[text].Values.Sum();
            for (int i = 0; i < asked.Length; i++)
            {
                score += words[text].TryGetValue(asked[i], out int count)
                    ? Bm25.Weight(words.Length, having[i]) * Bm25.Saturation(count, length, mean)
                    : 0;
            }

            if (score > 0)
            {
                found.Add((text, score / most));
            }
        }

        return [.. found.OrderByDescending(match => match.Score).ThenBy(match => match.Text).Take(top)];
    }

    private static Dictionary<string, int> Words(string text)
    {
        using KeywordTerms terms = KeywordTerms.Of(text);
        Dictionary<string, int> words = new(terms.Count, StringComparer.Ordinal);
        for (int i = 0; i < terms.Count; i++)
        {
            words[terms[i].ToString()] = terms.Occurrences(i);
        }

        return words;
    }
}
