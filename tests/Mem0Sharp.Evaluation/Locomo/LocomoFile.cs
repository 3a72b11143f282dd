using System.Globalization;
using System.Text.Json;

namespace Mem0Sharp.Evaluation;

/// <summary>Reads conversations in the format of LoCoMo (Maharana et al. 2024, arXiv:2402.17753), quirks included.</summary>
internal static class LocomoFile
{
    private const string SessionPrefix = "session_";

    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">It is not in this format; the message says where.</exception>
    public static IReadOnlyList<LocomoConversation> Read(Stream json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("The file holds no list of conversations.");
        }

        return [.. document.RootElement.EnumerateArray().Select(Conversation)];
    }

    private static LocomoConversation Conversation(JsonElement sample)
    {
        JsonElement spoken = Required(sample, "conversation");
        JsonElement observed = Required(sample, "observation");
        int[] numbers =
        [
            .. spoken.EnumerateObject()
                .Select(property => (property.Value, Number: NumberOf(property.Name)))
                .Where(session => session.Number is not null && session.Value.ValueKind == JsonValueKind.Array)
                .Select(session => session.Number!.Value)
                .Order(),
        ];
        foreach (JsonProperty facts in observed.EnumerateObject())
        {
            // Facts without their session could not be replayed and would be missing without a word.
            if (!numbers.Any(number => facts.NameEquals($"{SessionPrefix}{number}_observation")))
            {
                throw new FormatException($"'{facts.Name}' belongs to no session.");
            }
        }

        return new LocomoConversation(
            Required(sample, "sample_id").GetString()!,
            [.. numbers.Select(number => Session(spoken, observed, number))],
            [.. Required(sample, "qa").EnumerateArray().Select(Question)]);
    }

    private static LocomoSession Session(JsonElement spoken, JsonElement observed, int number)
    {
        LocomoTurn[] turns =
        [
            .. Required(spoken, $"{SessionPrefix}{number}").EnumerateArray()
                .Select(turn => new LocomoTurn(
                    Required(turn, "dia_id").GetString()!,
                    Required(turn, "speaker").GetString()!,
                    Required(turn, "text").GetString()!,
                    turn.TryGetProperty("blip_caption", out JsonElement caption) ? caption.GetString() : null))
                .Where(turn => !string.IsNullOrWhiteSpace(turn.Text)),
        ];
        IReadOnlyList<LocomoFact> recorded = observed.TryGetProperty($"{SessionPrefix}{number}_observation", out JsonElement facts)
            ? [.. facts.EnumerateObject().SelectMany(speaker => speaker.Value.EnumerateArray()).Select(fact => Fact(fact, turns))]
            : [];
        return new LocomoSession(
            number,
            SessionTime.Read(Required(spoken, $"{SessionPrefix}{number}_date_time").GetString()!),
            turns,
            [.. recorded.GroupBy(fact => fact.Text, StringComparer.Ordinal).Select(same => Merge([.. same], turns))]);
    }

    private static LocomoFact Fact(JsonElement fact, LocomoTurn[] turns) =>
        fact.ValueKind == JsonValueKind.Array && fact.GetArrayLength() == 2 && fact[0].ValueKind == JsonValueKind.String
            ? Merge([new LocomoFact(fact[0].GetString()!.Trim(), TurnIds.Read(fact[1]))], turns)
            : throw new FormatException("An observation is no pair of a text and the ids of turns.");

    /// <summary>Makes one fact of those with the same text. It keeps turns of its own session only: a message can be no other.</summary>
    private static LocomoFact Merge(IReadOnlyList<LocomoFact> same, LocomoTurn[] turns) =>
        new(same[0].Text, [.. turns.Select(turn => turn.Id).Where(id => same.Any(fact => fact.Turns.Contains(id, StringComparer.Ordinal)))]);

    private static RetrievalQuestion Question(JsonElement question) => new(
        Required(question, "question").GetString()!,
        LocomoCategory.NameOf(Required(question, "category").GetInt32()),
        question.TryGetProperty("evidence", out JsonElement evidence)
            ? TurnIds.Read(evidence).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>(StringComparer.Ordinal));

    // "session_12", not "session_12_date_time".
    private static int? NumberOf(string name) =>
        name.StartsWith(SessionPrefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(SessionPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    private static JsonElement Required(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new FormatException($"'{name}' is missing.");
}
