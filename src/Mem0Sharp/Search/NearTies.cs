namespace Mem0Sharp;

/// <summary>Finds results that nearly tie for a question and contradict each other, and puts the newest of them first.</summary>
/// <remarks>
/// Without a model, two texts contradict when they say the same but for a value: most of their words are the same, and so are the
/// words that they have of the question. "Ice hockey" and "tennis" are values of "goaltenders play …" for a question that names
/// neither; for "who plays tennis?" they are what tells the two apart, and score alone decides. It is an order, not a verdict: where
/// both hold ("Ann likes tea", "Ann likes coffee") the newer comes first and the other after it.
/// </remarks>
internal static class NearTies
{
    /// <summary>How many results are looked at: whoever restates a fact more often than this should update it.</summary>
    public const int Depth = 50;

    // A longer text is more than a fact, and reading fifty of them would take longer than the search.
    private const int LongestFact = 1_000;

    // Chosen on the 6k source of FactConsolidation (margins 0.05 to 0.4, shares 0.4 to 0.7), where both lie on a plateau.
    private const double Margin = 0.25;
    private const double SharedWords = 0.6;

    /// <summary>Finds the ties among what a search found, best first.</summary>
    public static IReadOnlyList<int[]> Find(string query, IReadOnlyList<SearchHit> hits) =>
        Find(query, hits.Count, place => (hits[place].Item.Text, hits[place].Score), place => hits[place].Item.Named.Words);

    /// <summary>Finds the ties among the first <see cref="Depth"/> results. A text of more than 1,000 characters is in none.</summary>
    /// <param name="query">What was searched for.</param>
    /// <param name="count">The number of results, 0 or more.</param>
    /// <param name="resultAt">Gives text and score of the result at a place; scores descend with the places.</param>
    /// <returns>Ties of two or more results: their places, ascending. A place is in one tie at most.</returns>
    public static IReadOnlyList<int[]> Find(string query, int count, Func<int, (string Text, double Score)> resultAt) =>
        Find(query, count, resultAt, place => WordSet.Of(resultAt(place).Text));

    private static IReadOnlyList<int[]> Find(
        string query, int count, Func<int, (string Text, double Score)> resultAt, Func<int, WordSet> wordsAt)
    {
        int depth = Math.Min(count, Depth);
        if (depth < 2)
        {
            return [];
        }

        WordSet asked = WordSet.TopicsOf(query);
        double[] scores = new double[depth];
        WordSet[] words = new WordSet[depth];
        WordSet[] wordsAsked = new WordSet[depth];
        bool[] isTaken = new bool[depth];
        for (int place = 0; place < depth; place++)
        {
            (string text, scores[place]) = resultAt(place);
            isTaken[place] = text.Length > LongestFact || scores[place] <= 0;
            words[place] = isTaken[place] ? WordSet.Empty : wordsAt(place);
            wordsAsked[place] = words[place].Intersect(asked);
        }

        List<int[]> ties = [];
        for (int best = 0; best < depth - 1; best++)
        {
            if (isTaken[best])
            {
                continue;
            }

            List<int> tie = [best];
            double least = scores[best] * (1 - Margin);
            for (int place = best + 1; place < depth && scores[place] >= least; place++)
            {
                if (!isTaken[place]
                    && wordsAsked[best].SetEquals(wordsAsked[place])
                    && words[best].Share(words[place]) >= SharedWords)
                {
                    isTaken[place] = true;
                    tie.Add(place);
                }
            }

            if (tie.Count > 1)
            {
                ties.Add([.. tie]);
            }
        }

        return ties;
    }

    /// <summary>Orders the results of each tie among the places that they hold: the greatest sequence first.</summary>
    /// <param name="results">The results.</param>
    /// <param name="ties">The places, as <c>Find</c> gives them.</param>
    /// <param name="sequenceOf">Gives a result's place in the history. Called for tied results only.</param>
    /// <returns>The same results; those of no tie are where they were.</returns>
    public static IReadOnlyList<T> NewestFirst<T>(IReadOnlyList<T> results, IReadOnlyList<int[]> ties, Func<T, long> sequenceOf)
    {
        T[] ordered = [.. results];
        foreach (int[] places in ties)
        {
            // Stable: equal sequences stay in the order of their scores.
            T[] newestFirst = [.. places.Select(place => results[place]).OrderByDescending(sequenceOf)];
            for (int i = 0; i < places.Length; i++)
            {
                ordered[places[i]] = newestFirst[i];
            }
        }

        return ordered;
    }
}
