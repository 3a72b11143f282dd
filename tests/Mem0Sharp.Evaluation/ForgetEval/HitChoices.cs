namespace Mem0Sharp.Evaluation;

/// <summary>The ways of deciding which hits a change concerns.</summary>
/// <remarks>
/// A search by meaning always finds something: what is nearest, be it near or not. To forget by its first hit unseen would lose
/// memories that nobody spoke of, so a hit counts only when it has a word of the query.
/// </remarks>
internal static class HitChoices
{
    /// <summary>No hit: nothing is ever changed.</summary>
    public static IReadOnlyList<int> None(string query, IReadOnlyList<string> hits) => [];

    /// <summary>The first hit.</summary>
    public static IReadOnlyList<int> First(string query, IReadOnlyList<string> hits) =>
        [.. Named(query, hits).Take(1)];

    /// <summary>
    /// All hits that are named as fully as the first: they have every word of the query that it has. "Ann's profile" concerns all that
    /// is known of Ann, "the Oslo flight" not the flight to Rome.
    /// </summary>
    /// <remarks>
    /// Not by score: a longer text about Ann scores lower than a short one, and two keys of which the query names one score nearly
    /// the same. Words are stems without stop words.
    /// </remarks>
    public static IReadOnlyList<int> Named(string query, IReadOnlyList<string> hits)
    {
        if (hits.Count == 0)
        {
            return [];
        }

        WordSet named = WordSet.TopicsOf(query).Intersect(WordSet.Of(hits[0]));
        return named.SetEquals(WordSet.Empty)
            ? []
            : [.. Enumerable.Range(0, hits.Count).Where(place => named.Intersect(WordSet.Of(hits[place])).SetEquals(named))];
    }
}
