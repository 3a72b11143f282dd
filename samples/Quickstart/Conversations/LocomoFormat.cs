using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Quickstart;

/// <summary>
/// The files of the LoCoMo benchmark (Maharana et al. 2024, arXiv:2402.17753): two people, many sessions. Both are people, so both
/// have the user's role; who said what is in the author's name.
/// </summary>
internal static class LocomoFormat
{
    private const string FallbackQuestion = "What happened last?";

    public static bool Recognises(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root.GetArrayLength() > 0 && IsConversation(root[0]),
        _ => IsConversation(root),
    };

    /// <exception cref="UsageException">There is no such conversation, or a turn of it cannot be read.</exception>
    public static ChatLog Read(JsonElement root, string name, int number)
    {
        JsonElement[] all = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
        if (number > all.Length || !IsConversation(all[number - 1]))
        {
            throw new UsageException($"{name} holds {all.Length} conversations, so there is no number {number}.");
        }

        JsonElement sample = all[number - 1];
        JsonElement sessions = Property(sample, "conversation", JsonValueKind.Object) ?? sample;
        Exchange[] exchanges =
        [
            .. Numbers(sessions).Order().SelectMany(session => Exchange.Cut(Turns(sessions, session, name), Time(sessions, session))),
        ];
        string id = Text(sample, "sample_id") ?? $"conversation-{number.ToString(CultureInfo.InvariantCulture)}";
        return exchanges.Length == 0
            ? throw new UsageException($"{name}: conversation {number} has no turn with text.")
            : new ChatLog($"{name} ({id})", id, exchanges, Question(sample) ?? FallbackQuestion);
    }

    private static bool IsConversation(JsonElement element) =>
        Property(element, "conversation", JsonValueKind.Object) is not null
        || (element.ValueKind == JsonValueKind.Object && Numbers(element).Any());

    private static IEnumerable<int> Numbers(JsonElement sessions)
    {
        const string Session = "session_";
        foreach (JsonProperty property in sessions.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Array
                && property.Name.StartsWith(Session, StringComparison.Ordinal)
                && int.TryParse(property.Name.AsSpan(Session.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                yield return number;
            }
        }
    }

    private static IEnumerable<ChatMessage> Turns(JsonElement sessions, int session, string name)
    {
        int place = 0;
        foreach (JsonElement turn in sessions.GetProperty($"session_{session.ToString(CultureInfo.InvariantCulture)}").EnumerateArray())
        {
            place++;
            string speaker = Text(turn, "speaker") ?? throw Missing("speaker");
            string text = Text(turn, "text") ?? throw Missing("text");
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return new ChatMessage(ChatRole.User, text)
                {
                    AuthorName = speaker,
                    MessageId = Text(turn, "dia_id") ?? string.Create(CultureInfo.InvariantCulture, $"D{session}:{place}"),
                };
            }

            UsageException Missing(string property) => new($"{name}: turn {place} of session {session} has no \"{property}\" that is a text.");
        }
    }

    /// <summary>Reads "1:56 pm on 8 May, 2023". No zone is given; UTC is taken.</summary>
    private static DateTimeOffset? Time(JsonElement sessions, int session) =>
        DateTimeOffset.TryParseExact(
            Text(sessions, $"session_{session.ToString(CultureInfo.InvariantCulture)}_date_time"),
            "h:mm tt 'on' d MMMM, yyyy",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time)
            ? time
            : null;

    private static string? Question(JsonElement sample) =>
        Property(sample, "qa", JsonValueKind.Array)?.EnumerateArray().Select(entry => Text(entry, "question")).FirstOrDefault();

    private static string? Text(JsonElement element, string property) => Property(element, property, JsonValueKind.String)?.GetString();

    private static JsonElement? Property(JsonElement element, string property, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out JsonElement value) && value.ValueKind == kind
            ? value
            : null;
}
