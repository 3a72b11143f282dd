using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>
/// The words of a statement by which rules compare it: normalised, without articles and words of emphasis, and with "I" in front
/// where a memory is written about "the user" or about nobody ("Lives in Rome").
/// </summary>
internal static class StatementForm
{
    private static readonly FrozenSet<string> Idle = FrozenSet.ToFrozenSet(
        ["a", "an", "the", "just", "also", "really", "actually", "now", "currently", "still", "nowadays"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> OpeningVerbs = FrozenSet.ToFrozenSet(
        [
            "is", "was", "has", "had", "works", "worked", "lives", "lived", "likes", "loves", "hates", "prefers", "wants", "needs", "enjoys", "owns", "uses", "drives",
            "plays", "speaks", "eats", "drinks", "studies", "dislikes", "plans", "does", "runs", "knows", "goes", "takes", "teaches", "smokes",
            "suffers", "weighs", "grew", "moved", "attends", "reads", "collects",
        ],
        StringComparer.Ordinal);

    public static string[] Of(string text)
    {
        List<string> words = NormalForm.Words(text);
        words.RemoveAll(Idle.Contains);
        if (words.Count > 1 && words[0] is "user")
        {
            words[0] = "i";
            words[1] = ThirdPersonVerb.Base(words[1]);
        }
        else if (words.Count > 1 && OpeningVerbs.Contains(words[0]))
        {
            words[0] = ThirdPersonVerb.Base(words[0]);
            words.Insert(0, "i");
        }

        return [.. words];
    }

    /// <summary>Tells whether two statements say the same in the same words. Nothing is the same as a statement without words.</summary>
    public static bool Same(ReadOnlySpan<string> one, ReadOnlySpan<string> other) => !one.IsEmpty && one.SequenceEqual(other);
}
