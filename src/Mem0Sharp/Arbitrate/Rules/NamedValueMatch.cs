namespace Mem0Sharp;

/// <summary>Tells whether a correction that names the old value means a known memory: the memory holds that value, and in the same place.</summary>
internal static class NamedValueMatch
{
    private const int FrameWords = 2;

    public static bool Is(ReadOnlySpan<string> fact, ReadOnlySpan<string> old, ReadOnlySpan<string> known)
    {
        return At(fact, old, known) || (old.Length > 1 && WordKinds.Prepositions.Contains(old[0]) && At(fact, old[1..], known));
    }

    private static bool At(ReadOnlySpan<string> fact, ReadOnlySpan<string> old, ReadOnlySpan<string> known)
    {
        int at = WordRuns.IndexOf(known, old);
        if (at < 0)
        {
            return false;
        }

        ReadOnlySpan<string> before = known[..at];
        ReadOnlySpan<string> after = known[(at + old.Length)..];
        if (WordRuns.HoldsAny(before, WordKinds.Joints) || WordRuns.HoldsAny(after, WordKinds.Joints))
        {
            // The memory says more than the correction replaces.
            return false;
        }

        // "I'm tired of my commute" is not "I'm tired", and having a meeting does not end having a call.
        bool number = WordKinds.IsNumber(old[0]);
        bool whole = after.IsEmpty || number || WordKinds.Continuations.Contains(after[0]);
        bool many = !number && before.Length == 2 && before[1] is ("have" or "own" or "need" or "want" or "know");
        return (before.Length >= FrameWords && whole && !many && fact.StartsWith(before))
            || (before.IsEmpty && after.Length >= FrameWords && fact.EndsWith(after))
            || IsLeft(fact, old, before);
    }

    // "I moved from Leeds to …" leaves where "I live in Leeds"; "I switched from coffee to …" leaves what "I drink".
    private static bool IsLeft(ReadOnlySpan<string> fact, ReadOnlySpan<string> old, ReadOnlySpan<string> before)
    {
        int from = fact.IndexOf("from");
        int verb = from > 1 && fact[from - 1] is "over" or "back" or "again" ? from - 2 : from - 1;
        if (verb < 1 || from + 1 + old.Length > fact.Length || !fact[(from + 1)..].StartsWith(old))
        {
            return false;
        }

        IReadOnlySet<string>? kind = fact[verb] switch
        {
            "moved" or "relocated" => WordKinds.Residence,
            "switched" or "changed" or "transferred" => WordKinds.Habits,
            _ => null,
        };
        int subject = verb;
        while (subject > 1 && fact[subject - 1] is "have" or "has" or "recently" or "finally" or "already")
        {
            subject--;
        }

        if (kind is null || before.Length is var length && (length <= subject || length > subject + 3) || !before.StartsWith(fact[..subject]))
        {
            return false;
        }

        foreach (string word in before[subject..])
        {
            if (!kind.Contains(word))
            {
                return false;
            }
        }

        return true;
    }
}
