namespace Mem0Sharp;

/// <summary>What the conditions of Porter's rules ask about the letters before a suffix.</summary>
/// <param name="Measure">The m of the paper: how often a run of vowels is followed by one of consonants.</param>
/// <param name="HasVowel">The paper's *v*.</param>
/// <param name="EndsInDouble">The paper's *d: the same consonant twice.</param>
/// <param name="EndsInShortSyllable">The paper's *o: consonant, vowel, consonant, the last not w, x or y.</param>
internal readonly record struct StemShape(int Measure, bool HasVowel, bool EndsInDouble, bool EndsInShortSyllable)
{
    /// <summary>Reads <paramref name="stem"/> once from the left: whether a y is a vowel depends on the letter before it.</summary>
    public static StemShape Of(ReadOnlySpan<char> stem)
    {
        int measure = 0;
        bool hasVowel = false;
        bool last = false;      // whether each of the last three letters is a consonant
        bool second = false;
        bool third = false;
        for (int i = 0; i < stem.Length; i++)
        {
            bool consonant = stem[i] switch
            {
                'a' or 'e' or 'i' or 'o' or 'u' => false,
                'y' => i == 0 || !last,
                _ => true,
            };
            if (consonant && i > 0 && !last)
            {
                measure++;
            }

            hasVowel |= !consonant;
            (third, second, last) = (second, last, consonant);
        }

        bool isDouble = stem.Length >= 2 && last && second && stem[^1] == stem[^2];
        bool isShort = stem.Length >= 3 && third && !second && last && stem[^1] is not ('w' or 'x' or 'y');
        return new StemShape(measure, hasVowel, isDouble, isShort);
    }
}
