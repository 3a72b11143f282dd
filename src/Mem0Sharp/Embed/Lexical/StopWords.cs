using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>English words that say how a sentence is built rather than what it is about.</summary>
/// <remarks>
/// Our own choice: articles, pronouns, auxiliaries, prepositions, conjunctions, question words, and what
/// splitting at an apostrophe leaves of "don't" or "she'll". Words
/// that can carry a fact are not in it: "never", "many", "one", "may" (the month).
/// </remarks>
internal static class StopWords
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = FrozenSet.ToFrozenSet(
        [
            "a", "an", "the", "this", "that", "these", "those", "such", "each", "every", "any", "some", "all", "both",
            "i", "me", "my", "myself", "we", "us", "our", "ours", "ourselves", "you", "your", "yours",
            "yourself", "yourselves", "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its",
            "itself", "they", "them", "their", "theirs", "themselves",
            "who", "whom", "whose", "what", "which", "when", "where", "why", "how",
            "am", "is", "are", "was", "were", "be", "been", "being", "do", "does", "did", "doing", "done",
            "have", "has", "had", "having", "will", "would", "shall", "should", "can", "could", "might", "must",
            "of", "in", "on", "at", "to", "from", "by", "for", "with", "about", "as", "into", "onto", "through",
            "during", "between", "among", "against", "over", "under", "up", "down", "out", "off", "upon", "within",
            "and", "or", "but", "nor", "if", "then", "than", "because", "so", "while", "until", "though", "although",
            "whether", "since", "not", "no", "only", "just", "also", "too", "very", "there", "here", "again", "yet",
            "s", "t", "d", "m", "ll", "re", "ve", "don", "doesn", "didn", "isn", "aren", "wasn", "weren", "hasn",
            "haven", "hadn", "won", "wouldn", "shouldn", "couldn",
        ],
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Tells whether <paramref name="word"/>, in lower case and not stemmed, is a stop word.</summary>
    public static bool Contains(ReadOnlySpan<char> word) => Words.Contains(word);
}
