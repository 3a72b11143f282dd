using System.Text;

namespace Mem0Sharp.Tests.Ask;

/// <summary>Damages replies as models, templates and connections do. Equal seeds give equal replies.</summary>
internal sealed class ReplyMutator(int seed, IReadOnlyList<string> replies)
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", "\\", ",", ":", "null", "true", "-1", "99999999999999999999", "1e999", "0.5", "\\u", "\\ud83c", "\\uZZZZ",
        "\uD83C", "\uDF55", "\0", "\n", "```", "```json\n", "<think>", "</think>", "<|im_end|>", "{}", "[]", "\"\"", "'", "//", " ", "0", "7",
        "\"fact\":", "\"facts\":", "\"text\":", "\"messages\":", "\"event\":", "\"candidate\":", "\"ADD\"", "\"DELETE\"", "\"NOPE\"",
    ];

    private readonly Random _random = new(seed);

    public string Next()
    {
        StringBuilder text = new(Pick(replies));
        for (int changes = _random.Next(1, 5); changes > 0; changes--)
        {
            Change(text);
        }

        return text.ToString();
    }

    private void Change(StringBuilder text)
    {
        int at = _random.Next(text.Length + 1);
        int length = Math.Min(_random.Next(1, 12), text.Length - at);
        switch (_random.Next(9))
        {
            case 0:
                text.Length = at;
                break;
            case 1:
                text.Remove(at, length);
                break;
            case 2:
                text.Insert(at, Pick(Pieces));
                break;
            case 3:
                text.Remove(at, length).Insert(at, Pick(Pieces));
                break;
            case 4:
                text.Insert(at, text.ToString(at, length));
                break;
            case 5:
                text.Insert(at, Pick(replies));
                break;
            case 6:
                text.Insert(0, Pick(["Sure: ", "```json\n", "<think>so {</think>", "[0] "])).Append(Pick(["\n```", " Done.", "</s>", "{"]));
                break;
            case 7:
                ChangeDigit(text, at);
                break;
            default:
                text.Append('\n').Append(Pick(replies));
                break;
        }
    }

    private void ChangeDigit(StringBuilder text, int from)
    {
        for (int i = from; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                text[i] = (char)('0' + _random.Next(10));
                return;
            }
        }
    }

    private string Pick(IReadOnlyList<string> among) => among[_random.Next(among.Count)];
}
