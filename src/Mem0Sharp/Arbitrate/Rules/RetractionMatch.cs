namespace Mem0Sharp;

/// <summary>Tells how clearly a take-back means a known memory.</summary>
internal static class RetractionMatch
{
    /// <summary>Returns 2 for the same statement, 1 for one that says it with more detail, 0 for any other.</summary>
    public static int Strength(ReadOnlySpan<string> taken, ReadOnlySpan<string> known)
    {
        if (StatementForm.Same(taken, known))
        {
            return 2;
        }

        // "I work" is too little to mean "I work on my garden"; "my divorce" is enough.
        if (taken.Length < 2 || (taken.Length == 2 && taken[0] is not ("my" or "our")))
        {
            return 0;
        }

        // "I play golf and squash" is not over when golf is.
        return known.StartsWith(taken)
            ? GoesOn(taken, known[taken.Length]) && !WordRuns.HoldsAny(known[taken.Length..], WordKinds.Joints) ? 1 : 0
            : IsNamedInside(taken, known) && !WordRuns.HoldsAny(known, WordKinds.Joints) ? 1 : 0;
    }

    // "I like tea" is not "I like tea ceremonies".
    private static bool GoesOn(ReadOnlySpan<string> taken, string next) =>
        WordKinds.Continuations.Contains(next) || (taken[0] is "my" or "our" && (WordKinds.Be.Contains(next) || Clauses.IsVerb(next)));

    // "my knee surgery" in "I have knee surgery in May". One word ("my sister") stands in too many memories to mean one.
    private static bool IsNamedInside(ReadOnlySpan<string> taken, ReadOnlySpan<string> known)
    {
        if (taken[0] is not ("my" or "our") || taken.Length < 3 || known[0] is not ("i" or "we") || WordRuns.HoldsAny(known, WordKinds.Negations))
        {
            return false;
        }

        int at = WordRuns.IndexOf(known, taken[1..]);
        int end = at + taken.Length - 1;
        return at > 0 && (end == known.Length || WordKinds.Continuations.Contains(known[end]));
    }
}
