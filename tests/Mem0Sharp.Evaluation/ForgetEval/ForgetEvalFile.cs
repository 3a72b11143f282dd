using System.Text.Json;

namespace Mem0Sharp.Evaluation;

/// <summary>Reads cases of ForgetEval (arXiv:2606.15903): one JSON object on each line.</summary>
internal static class ForgetEvalFile
{
    /// <exception cref="FormatException">It is not in this format; the message names the line.</exception>
    public static async Task<IReadOnlyList<ForgetCase>> ReadAsync(TextReader lines, CancellationToken cancellationToken)
    {
        List<ForgetCase> cases = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        for (int number = 1; await lines.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                ForgetCase read = Case(line);
                cases.Add(ids.Add(read.Id) ? read : throw new FormatException($"There is another case '{read.Id}'."));
            }
            catch (Exception exception) when (exception is JsonException or FormatException)
            {
                string reason = exception is JsonException ? "This is no JSON." : exception.Message;
                throw new FormatException($"Line {number}: {reason}", exception);
            }
        }

        return cases.Count > 0 ? cases : throw new FormatException("The file holds no cases.");
    }

    private static ForgetCase Case(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement entry = document.RootElement;
        return new ForgetCase(
            Text(Required(entry, "id"), "id"),
            Text(Required(entry, "family"), "family"),
            Texts(entry, "setup_facts"),
            [.. List(Required(entry, "mutations"), "mutations").Select(Mutation)],
            Text(Required(entry, "final_query"), "final_query"),
            Texts(entry, "must_contain"),
            Texts(entry, "must_not_contain"));
    }

    private static ForgetMutation Mutation(JsonElement mutation)
    {
        string[] parts = [.. List(mutation, "mutations").Select(part => Text(part, "mutations"))];
        return parts switch
        {
            ["supersede", { } query, { } text] => new ForgetMutation.Supersede(query, text),
            ["release", { } query] => new ForgetMutation.Release(query),
            ["purge", { } query] => new ForgetMutation.Purge(query),
            _ => throw new FormatException("A mutation is none of [supersede, query, text], [release, query], [purge, query]."),
        };
    }

    private static IReadOnlyList<string> Texts(JsonElement entry, string name) =>
        [.. List(Required(entry, name), name).Select(text => Text(text, name))];

    private static JsonElement Required(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new FormatException($"'{name}' is missing.");

    private static JsonElement[] List(JsonElement value, string name) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray()]
        : throw new FormatException($"'{name}' has something that is no list.");

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new FormatException($"'{name}' has something that is no text.");
}
