using System.Collections.Frozen;
using System.Text;

namespace Mem0Sharp;

/// <summary>Keeps statements in other languages generously: these rules read English only, and dropping would lose the fact.</summary>
internal static class ForeignSpeech
{
    // "I", "my", "we" and "I am" of the languages met most. None is a common English word.
    private static readonly FrozenSet<string> FirstPerson = FrozenSet.ToFrozenSet(
        [
            "ich", "mein", "meine", "meinen", "meiner", "wir", "unser", "unsere", "je", "j'ai", "j'habite", "j'aime", "j'adore", "mes", "nous", "notre", "yo", "mi", "mis", "soy",
            "tengo", "vivo", "trabajo", "nosotros", "nuestra", "nuestro", "eu", "meu", "minha", "nosso", "nossa", "moro", "io", "mio", "mia", "abito", "sono", "ik", "mijn",
            "wij", "jag", "jeg", "mitt", "mój", "moja", "jestem", "mieszkam", "benim", "saya", "aku", "tôi", "minä", "minun", "jsem", "můj", "sunt",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Greetings = FrozenSet.ToFrozenSet(
        ["你好", "谢谢", "謝謝", "こんにちは", "ありがとう", "안녕하세요", "감사합니다", "привет", "спасибо", "здравствуйте", "مرحبا", "شكرا", "नमस्ते", "您好", "好的"],
        StringComparer.Ordinal);

    public static bool IsFirstPerson(string word) => FirstPerson.Contains(word);

    public static bool IsStatement(SpokenSentence sentence, int at)
    {
        int letters = 0;
        int beyondLatin = 0;
        bool first = false;
        for (int i = at; i < sentence.Count; i++)
        {
            first |= FirstPerson.Contains(sentence[i].Lower);
            foreach (Rune rune in sentence[i].Lower.EnumerateRunes())
            {
                if (Rune.IsLetter(rune))
                {
                    letters++;
                    beyondLatin += rune.Value > 0x24F ? 1 : 0;
                }
            }
        }

        int words = sentence.Count - at;
        return beyondLatin * 2 > letters
            ? letters >= 4 && !(words == 1 && Greetings.Contains(sentence[at].Lower))
            : words >= 3 && (first || HoldsNameOrNumber(sentence, at));
    }

    private static bool HoldsNameOrNumber(SpokenSentence sentence, int at)
    {
        for (int i = at + 1; i < sentence.Count; i++)
        {
            bool address = i == sentence.Count - 1 && sentence[i - 1].Breaks;
            if (sentence[i].HasDigit || (sentence[i].IsCapitalised && !address))
            {
                // A name alone is a cheer ("Way to go Mel"); a verb makes it a statement.
                return Clauses.VerbFrom(sentence, at) >= 0 || sentence[i].HasDigit;
            }
        }

        return false;
    }
}
