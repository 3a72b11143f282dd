namespace Mem0Sharp;

/// <summary>Finds by rules what a text names: names, quotes, identifiers, numbers and dates.</summary>
/// <remarks>
/// A function of the text alone, the same under every culture; its time grows with the text. Names are told by their capitals, so they are found in scripts that
/// have such; which words begin a sentence without being a name is known of English. A text in capitals alone has no names.
/// </remarks>
internal static class EntityRules
{
    private const int MostWordsOfName = 6;

    /// <summary>Finds what a text names.</summary>
    /// <param name="text">The text.</param>
    /// <param name="namesTime">Whether it says when something is, by a date or by words as "yesterday".</param>
    /// <returns>Each once, in the order of the text; at most <see cref="MemoryLimits.Entities"/>: the first.</returns>
    public static IReadOnlyList<MemoryEntity> Find(string text, out bool namesTime) => Find(text, EntityWords.Of(text), out namesTime);

    /// <summary>Finds what a text names that was split into its words.</summary>
    public static IReadOnlyList<MemoryEntity> Find(string text, List<EntityWord> words, out bool namesTime)
    {
        namesTime = false;
        List<(int Start, int End)> quotes = EntityQuotes.Of(text);
        bool hasNames = words.Count == 1 || text.AsSpan().ContainsAnyInRange('a', 'z') || text.Any(char.IsLower);
        OrderedDictionary<MemoryEntity, bool> found = [];
        int quote = 0;
        for (int at = 0; at < words.Count;)
        {
            while (quote < quotes.Count && quotes[quote].End <= words[at].Start)
            {
                Add(found, MemoryEntityKind.Quote, text[quotes[quote].Start..quotes[quote].End].Trim());
                quote++;
            }

            if (quote < quotes.Count && quotes[quote].Start <= words[at].Start)
            {
                // What stands in quotation marks is one thing.
                at++;
                continue;
            }

            namesTime = namesTime
                || EntityVocabulary.IsTime(words[at].Text)
                || (at + 1 < words.Count && EntityVocabulary.IsTime(words[at].Text, words[at + 1].Text));
            if (Read(words, at, hasNames, out int count) is { } entity)
            {
                namesTime |= entity.Kind == MemoryEntityKind.Date;
                Add(found, entity.Kind, entity.Text);
            }

            at += count;
        }

        for (; quote < quotes.Count; quote++)
        {
            Add(found, MemoryEntityKind.Quote, text[quotes[quote].Start..quotes[quote].End].Trim());
        }

        return [.. found.Keys];
    }

    private static void Add(OrderedDictionary<MemoryEntity, bool> found, MemoryEntityKind kind, string text)
    {
        if (found.Count < MemoryLimits.Entities && text.Length is > 0 and <= MemoryLimits.EntityLength)
        {
            found.TryAdd(new MemoryEntity(kind, text), true);
        }
    }

    private static MemoryEntity? Read(List<EntityWord> words, int at, bool hasNames, out int count)
    {
        string word = words[at].Text;
        if (EntityDates.Read(words, at, out count) is { } date)
        {
            return new MemoryEntity(MemoryEntityKind.Date, date);
        }

        count = 1;
        if (NumberOf(word) is { } number)
        {
            return new MemoryEntity(MemoryEntityKind.Number, number);
        }

        if (IsIdentifier(word))
        {
            return new MemoryEntity(MemoryEntityKind.Identifier, word);
        }

        return hasNames && words[at].IsCapitalized ? NameAt(words, at, out count) : null;
    }

    private static string? NumberOf(string word)
    {
        if (!char.IsAsciiDigit(word[0]))
        {
            return EntityVocabulary.NumberOf(word);
        }

        int digits = 0;
        bool isWhole = true;
        for (int i = 0; i < word.Length; i++)
        {
            bool isComma = isWhole && word[i] == ',' && (digits == 3 || (digits < 3 && !word.AsSpan(0, i).Contains(',')));
            bool isPoint = isWhole && word[i] == '.';
            if (!isComma && !isPoint && !char.IsAsciiDigit(word[i]))
            {
                return null;
            }

            isWhole &= !isPoint;
            digits = isComma || isPoint ? 0 : digits + 1;
        }

        bool hasThousands = word.Contains(',', StringComparison.Ordinal);
        return hasThousands && isWhole && digits != 3 ? null : word.Replace(",", string.Empty, StringComparison.Ordinal);
    }

    /// <summary>Tells what is no word of a language: letters with digits, a low line, a dot or an @ inside, a hump ("getUserName").</summary>
    private static bool IsIdentifier(string word)
    {
        bool hasLetter = false;
        bool hasDigit = false;
        bool isJoined = word[0] is '@' or '#' || word.Contains('_', StringComparison.Ordinal);
        for (int i = 0; i < word.Length; i++)
        {
            hasLetter |= char.IsLetter(word[i]);
            hasDigit |= char.IsDigit(word[i]);
            isJoined |= word[i] is '@' or ':' or '/'
                || (word[i] == '.' && i > 1)
                || (i > 0 && char.IsUpper(word[i]) && char.IsLower(word[0]) && char.IsLower(word[i - 1]));
        }

        return (hasLetter && isJoined) || (hasDigit && isJoined) || (hasLetter && hasDigit && !IsOrdinal(word));
    }

    /// <summary>Tells "7th", "1980s", "3pm", which name nothing.</summary>
    private static bool IsOrdinal(string word)
    {
        int digits = 0;
        while (digits < word.Length && char.IsAsciiDigit(word[digits]))
        {
            digits++;
        }

        return digits > 0 && word.AsSpan(digits) is "st" or "nd" or "rd" or "th" or "s" or "am" or "pm";
    }

    private static MemoryEntity? NameAt(List<EntityWord> words, int at, out int count)
    {
        count = 1;
        string first = words[at].Text;
        if (EntityVocabulary.IsStopWord(first)
            || EntityVocabulary.IsTitle(first)
            || EntityVocabulary.IsTime(first)
            || EntityDates.IsMonth(first)
            || (words[at].BeginsSentence && EntityVocabulary.IsOpener(first)))
        {
            return null;
        }

        int end = at + 1;
        for (int next = end; next < words.Count && next - at < MostWordsOfName && IsBeside(words[next]) && !words[next - 1].IsPossessive; next++)
        {
            if (IsOfName(words[next]))
            {
                end = next + 1;
            }
            else if (!EntityVocabulary.IsParticle(words[next].Text))
            {
                break;
            }
        }

        count = end - at;
        return new MemoryEntity(MemoryEntityKind.Name, string.Join(' ', words.Skip(at).Take(count).Select(word => word.Text)));
    }

    private static bool IsBeside(EntityWord word) => word is { IsBesideLast: true, BeginsSentence: false };

    private static bool IsOfName(EntityWord word) =>
        word.IsCapitalized && !EntityVocabulary.IsTime(word.Text) && !EntityDates.IsMonth(word.Text) && !EntityVocabulary.IsStopWord(word.Text) && !IsIdentifier(word.Text);
}
