using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mem0Sharp.Evaluation;

/// <summary>Reads the conflict resolution data of MemoryAgentBench (Hu et al. 2025, arXiv:2507.05257): one entry for each source.</summary>
internal static partial class ConsolidationFile
{
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">It is not in this format; the message says where.</exception>
    public static IReadOnlyList<ConsolidationSource> Read(Stream json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("The file holds no list of sources.");
        }

        return [.. document.RootElement.EnumerateArray().Select(Source)];
    }

    private static ConsolidationSource Source(JsonElement entry)
    {
        string name = String(Required(entry, "source"), "source");
        JsonElement[] questions = List(Required(entry, "questions"), "questions");
        JsonElement[] answers = List(Required(entry, "answers"), "answers");
        if (questions.Length != answers.Length)
        {
            throw new FormatException($"'{name}' has {questions.Length} questions, but {answers.Length} answers.");
        }

        return new ConsolidationSource(
            name,
            Facts(name, String(Required(entry, "context"), "context")),
            [.. questions.Zip(answers, (question, answer) => Question(String(question, "questions"), answer))]);
    }

    /// <summary>Takes the numbered lines. Their numbers must count up from 0: a fact that was lost on the way would change what is newest.</summary>
    private static IReadOnlyList<string> Facts(string source, string context)
    {
        Match[] lines = [.. NumberedLine().Matches(context).OfType<Match>()];
        for (int i = 0; i < lines.Length; i++)
        {
            if (!string.Equals(lines[i].Groups["number"].Value, i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            {
                throw new FormatException($"Fact {i} of '{source}' is missing.");
            }
        }

        return [.. lines.Select(line => line.Groups["fact"].Value.Trim())];
    }

    private static ConsolidationQuestion Question(string text, JsonElement answers)
    {
        string[] known = [.. List(answers, "answers").Select(answer => String(answer, "answers"))];
        return known.Length > 0
            ? new ConsolidationQuestion(text, known)
            : throw new FormatException("A question has no answer.");
    }

    private static JsonElement Required(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new FormatException($"'{name}' is missing.");

    private static JsonElement[] List(JsonElement value, string name) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray()]
        : throw new FormatException($"'{name}' has something that is no list.");

    private static string String(JsonElement value, string name) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new FormatException($"'{name}' has something that is no text.");

    [GeneratedRegex("^(?<number>[0-9]+)\\. (?<fact>.*\\S)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex NumberedLine();
}
