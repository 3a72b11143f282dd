namespace Mem0Sharp;

/// <summary>A statement as the rules compare it.</summary>
/// <param name="Words">Its words, see <see cref="StatementForm"/>.</param>
/// <param name="Names">Those of them that are written with a capital inside the sentence.</param>
internal sealed record ComparedStatement(string[] Words, IReadOnlySet<string> Names)
{
    public static ComparedStatement Of(string text)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        SpokenSentence spoken = new(text);
        for (int i = 1; i < spoken.Count; i++)
        {
            if (spoken[i].IsCapitalised)
            {
                names.UnionWith(NormalForm.Words(spoken[i].Lower));
            }
        }

        names.Remove("i");
        return new ComparedStatement(StatementForm.Of(text), names);
    }

    /// <summary>Tells whether two values are of one kind, so that one can take the other's place: numbers, names, colours, days, months.</summary>
    public static bool SameKind(ComparedStatement one, ComparedStatement other, int at)
    {
        string left = one.Words[at];
        string right = other.Words[at];
        return (WordKinds.IsNumber(left) && WordKinds.IsNumber(right))
            || WordKinds.ExcludeEachOther(left, right)
            || (one.Names.Contains(left) && other.Names.Contains(right) && !WordKinds.IsExclusive(left) && !WordKinds.IsExclusive(right));
    }
}
