using Microsoft.Extensions.AI;

namespace Quickstart;

/// <summary>What one says and the other answers: as much as is remembered at once.</summary>
/// <param name="Messages">At least one message with text.</param>
/// <param name="OccurredAt">When it was said, or null for now.</param>
internal sealed record Exchange(IReadOnlyList<ChatMessage> Messages, DateTimeOffset? OccurredAt)
{
    /// <summary>Cuts messages where the one who began speaks again after an answer.</summary>
    public static IEnumerable<Exchange> Cut(IEnumerable<ChatMessage> messages, DateTimeOffset? occurredAt)
    {
        List<ChatMessage> current = [];
        foreach (ChatMessage message in messages)
        {
            if (current.Count > 0 && IsSame(message, current[0]) && !IsSame(message, current[^1]))
            {
                yield return new Exchange(current, occurredAt);
                current = [];
            }

            current.Add(message);
        }

        if (current.Count > 0)
        {
            yield return new Exchange(current, occurredAt);
        }
    }

    private static bool IsSame(ChatMessage a, ChatMessage b) =>
        a.Role == b.Role && string.Equals(a.AuthorName, b.AuthorName, StringComparison.Ordinal);
}
