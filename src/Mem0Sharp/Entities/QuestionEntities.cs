namespace Mem0Sharp;

/// <summary>What a question names, and what kind of thing it asks for.</summary>
internal sealed class QuestionEntities
{
    private readonly IReadOnlyList<MemoryEntity> _named;
    private readonly MemoryEntityKind? _asked;

    private QuestionEntities(IReadOnlyList<MemoryEntity> named, MemoryEntityKind? asked) => (_named, _asked) = (named, asked);

    public static QuestionEntities Of(string question)
    {
        List<EntityWord> words = EntityWords.Of(question);
        return new QuestionEntities(EntityRules.Find(question, words, out _), AskedBy(words));
    }

    /// <summary>Gets the share of what the question names that a memory names too.</summary>
    /// <returns>0 to 1; null where the question names nothing.</returns>
    /// <remarks>A name counts where it is a part of the memory's, or the memory's a part of it: "Ann" and "Ann Lee". Who said the memory is named by it.</remarks>
    public double? Shared(MemoryItem item)
    {
        if (_named.Count == 0)
        {
            return null;
        }

        int shared = 0;
        for (int i = 0; i < _named.Count; i++)
        {
            shared += IsNamed(_named[i], item) ? 1 : 0;
        }

        return (double)shared / _named.Count;
    }

    /// <summary>Tells whether a memory names a thing of the kind that the question asks for, and that the question does not name itself.</summary>
    /// <returns>0 or 1; null where the question asks for no such kind.</returns>
    public double? Answers(MemoryItem item)
    {
        if (_asked is not { } asked)
        {
            return null;
        }

        NamedEntities named = item.Named;
        return (asked == MemoryEntityKind.Date ? named.NamesTime : NamesAnother(named.All, asked)) ? 1 : 0;
    }

    /// <summary>Tells whether there is one of a kind that the question does not name.</summary>
    private bool NamesAnother(IReadOnlyList<MemoryEntity> all, MemoryEntityKind kind)
    {
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i].Kind == kind && !IsAmong(_named, all[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamed(MemoryEntity entity, MemoryItem item) =>
        IsAmong(item.Named.All, entity)
        || (entity.Kind == MemoryEntityKind.Name && string.Equals(entity.Text, item.ActorId, StringComparison.OrdinalIgnoreCase));

    private static bool IsAmong(IReadOnlyList<MemoryEntity> all, MemoryEntity entity)
    {
        for (int i = 0; i < all.Count; i++)
        {
            if (AreSame(all[i], entity))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreSame(MemoryEntity first, MemoryEntity second) =>
        first.Kind == second.Kind
        && (string.Equals(first.Text, second.Text, StringComparison.OrdinalIgnoreCase)
            || (first.Kind == MemoryEntityKind.Name && (HasPart(first.Text, second.Text) || HasPart(second.Text, first.Text))));

    /// <summary>Tells whether a name has another's words among its own, beside each other.</summary>
    private static bool HasPart(string name, string part)
    {
        int at = name.IndexOf(part, StringComparison.OrdinalIgnoreCase);
        return at >= 0
            && (at == 0 || name[at - 1] == ' ')
            && (at + part.Length == name.Length || name[at + part.Length] == ' ');
    }

    private static MemoryEntityKind? AskedBy(List<EntityWord> words)
    {
        for (int at = 0; at < words.Count; at++)
        {
            EntityWord? next = at + 1 < words.Count ? words[at + 1] : null;
            if (words[at].IsWord("how") && next is { } measure)
            {
                if (measure.IsWord("many") || measure.IsWord("much") || measure.IsWord("old") || measure.IsWord("often"))
                {
                    return MemoryEntityKind.Number;
                }

                if (measure.IsWord("long"))
                {
                    return MemoryEntityKind.Date;
                }
            }

            if ((words[at].IsWord("when") && words[at].BeginsSentence)
                || ((words[at].IsWord("what") || words[at].IsWord("which"))
                    && next is { Text: "date" or "day" or "month" or "year" or "time" }))
            {
                return MemoryEntityKind.Date;
            }

            if (words[at].IsWord("who") || words[at].IsWord("whom") || words[at].IsWord("whose"))
            {
                return MemoryEntityKind.Name;
            }
        }

        return null;
    }
}
