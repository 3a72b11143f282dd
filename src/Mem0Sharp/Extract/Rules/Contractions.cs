using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>Writes English contractions out: "don't" is "do not".</summary>
internal static class Contractions
{
    private static readonly FrozenDictionary<string, string[]> Special = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["can't"] = ["can", "not"],
        ["cannot"] = ["can", "not"],
        ["won't"] = ["will", "not"],
        ["shan't"] = ["shall", "not"],
        ["it's"] = ["it", "is"],
        ["that's"] = ["that", "is"],
        ["there's"] = ["there", "is"],
        ["here's"] = ["here", "is"],
        ["im"] = ["i", "am"],
        ["ive"] = ["i", "have"],
        ["dont"] = ["do", "not"],
        ["doesnt"] = ["does", "not"],
        ["cant"] = ["can", "not"],
        ["isnt"] = ["is", "not"],
        ["didnt"] = ["did", "not"],
        ["gonna"] = ["going", "to"],
        ["wanna"] = ["want", "to"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string[] Expand(string word)
    {
        if (Special.TryGetValue(word, out string[]? parts))
        {
            return parts;
        }

        int apostrophe = word.IndexOf('\'', StringComparison.Ordinal);
        if (apostrophe <= 0)
        {
            return [word];
        }

        string head = word[..apostrophe];
        return word[apostrophe..] switch
        {
            "'m" => [head, "am"],
            "'re" => [head, "are"],
            "'ve" => [head, "have"],
            "'ll" => [head, "will"],
            "'t" when head.Length > 1 && head[^1] == 'n' => [head[..^1], "not"],
            _ => [word], // "'s" and "'d" have two readings each.
        };
    }
}
