namespace Mem0Sharp;

/// <summary>Cuts the endings off English words, so that "connected" and "connections" become "connect".</summary>
/// <remarks>
/// The algorithm of 1980 in full, without the author's later changes (ABLI, LOGI), save one: words of one or
/// two letters stay, as in his own programs, because the paper's rule would leave nothing of "s".
/// A stem is a key, not always a word: "ponies" becomes "poni".
/// Source: M. F. Porter, An algorithm for suffix stripping, Program 14 (3), 1980, pages 130-137.
/// </remarks>
internal static class PorterStemmer
{
    // Within a list a suffix stands before every other that it ends in: the first that fits is the longest.
    private static readonly (string Suffix, string Replacement)[] Step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"),
        ("abli", "able"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"),
        ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"),
        ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ];

    private static readonly (string Suffix, string Replacement)[] Step3 =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    private static readonly string[] Step4 =
    [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate",
        "iti", "ous", "ive", "ize",
    ];

    /// <summary>Stems <paramref name="word"/> in place.</summary>
    /// <param name="word">A word in lower case. Anything but the letters a to z leaves it as it is.</param>
    /// <returns>The length of the stem, which is now the start of <paramref name="word"/>: 1 to its length.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length <= 2 || !IsLowerAscii(word))
        {
            return word.Length;
        }

        int length = CutPlural(word);
        length = CutPastOrGerund(word, length);
        if (word[length - 1] == 'y' && StemShape.Of(word[..(length - 1)]).HasVowel)
        {
            word[length - 1] = 'i';
        }

        length = ReplaceSuffix(word, length, Step2);
        length = ReplaceSuffix(word, length, Step3);
        length = CutSuffix(word, length);
        return CutFinal(word, length);
    }

    // Words are short: a loop is as fast as the vectorised search, which allocates until it is tiered up.
    private static bool IsLowerAscii(ReadOnlySpan<char> word)
    {
        foreach (char letter in word)
        {
            if (!char.IsAsciiLetterLower(letter))
            {
                return false;
            }
        }

        return true;
    }

    // Step 1a
    private static int CutPlural(ReadOnlySpan<char> word)
    {
        if (word[^1] != 's' || word[^2] == 's')
        {
            return word.Length;
        }

        return word.EndsWith("sses") || word.EndsWith("ies") ? word.Length - 2 : word.Length - 1;
    }

    // Step 1b
    private static int CutPastOrGerund(Span<char> word, int length)
    {
        ReadOnlySpan<char> current = word[..length];
        if (current.EndsWith("eed"))
        {
            return StemShape.Of(current[..^3]).Measure > 0 ? length - 1 : length;
        }

        int cut = current.EndsWith("ed") ? length - 2 : current.EndsWith("ing") ? length - 3 : length;
        if (cut == length)
        {
            return length;
        }

        StemShape shape = StemShape.Of(word[..cut]);
        if (!shape.HasVowel)
        {
            return length;
        }

        ReadOnlySpan<char> stem = word[..cut];
        if (shape.EndsInDouble && stem[^1] is not ('l' or 's' or 'z'))
        {
            return cut - 1;
        }

        if (stem.EndsWith("at") || stem.EndsWith("bl") || stem.EndsWith("iz")
            || (shape.Measure == 1 && shape.EndsInShortSyllable))
        {
            word[cut] = 'e';
            return cut + 1;
        }

        return cut;
    }

    private static int ReplaceSuffix(Span<char> word, int length, (string Suffix, string Replacement)[] rules)
    {
        char last = word[length - 1];
        foreach ((string suffix, string replacement) in rules)
        {
            if (suffix[^1] == last && ((ReadOnlySpan<char>)word[..length]).EndsWith(suffix))
            {
                int cut = length - suffix.Length;
                if (StemShape.Of(word[..cut]).Measure == 0)
                {
                    return length;
                }

                replacement.CopyTo(word[cut..]);
                return cut + replacement.Length;
            }
        }

        return length;
    }

    // Step 4
    private static int CutSuffix(ReadOnlySpan<char> word, int length)
    {
        char last = word[length - 1];
        foreach (string suffix in Step4)
        {
            if (suffix[^1] == last && word[..length].EndsWith(suffix))
            {
                ReadOnlySpan<char> stem = word[..(length - suffix.Length)];
                bool allowed = !suffix.Equals("ion", StringComparison.Ordinal) || stem.EndsWith('s') || stem.EndsWith('t');
                return allowed && StemShape.Of(stem).Measure > 1 ? stem.Length : length;
            }
        }

        return length;
    }

    // Step 5
    private static int CutFinal(ReadOnlySpan<char> word, int length)
    {
        if (word[length - 1] == 'e')
        {
            StemShape shape = StemShape.Of(word[..(length - 1)]);
            if (shape.Measure > 1 || (shape.Measure == 1 && !shape.EndsInShortSyllable))
            {
                length--;
            }
        }

        return length >= 2 && word[length - 1] == 'l' && word[length - 2] == 'l'
            && StemShape.Of(word[..length]).Measure > 1
            ? length - 1
            : length;
    }
}
