using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>One request of a chat, seen as what was said before and what is new: all that follows the assistant's last message.</summary>
/// <remarks>
/// A client without state sends the whole conversation each time, one with state only what is new; both are right here, and each
/// message is new once, also where tools are called in between.
/// </remarks>
internal sealed class ChatTurn
{
    // A question of this length is one; of a pasted document the end, where people ask.
    private const int QueryLength = 2_000;

    private readonly IReadOnlyList<ChatMessage> _messages;
    private readonly int _new;

    public ChatTurn(IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        _messages = [.. messages];
        _new = _messages.Count;
        while (_new > 0 && _messages[_new - 1].Role != ChatRole.Assistant)
        {
            _new--;
        }
    }

    /// <summary>Gets the request as it was made.</summary>
    public IReadOnlyList<ChatMessage> Messages => _messages;

    public IEnumerable<ChatMessage> New => _messages.Skip(_new);

    public IEnumerable<ChatMessage> Earlier => _messages.Take(_new);

    /// <summary>Gets what the user says now, or null when nothing is said: then there is nothing to recall for.</summary>
    public string? Query
    {
        get
        {
            string said = string.Join('\n', New.Where(IsSaid).Select(message => message.Text.Trim()));
            if (said.Length <= QueryLength)
            {
                return said.Length == 0 ? null : said;
            }

            int start = said.Length - QueryLength;
            return said[(char.IsLowSurrogate(said[start]) ? start + 1 : start)..];
        }
    }

    /// <summary>
    /// Puts a text before the user's new words, in the same message: some chat templates refuse two messages of one role in a row, and
    /// what stands before stays as it was, so that a provider's prompt cache holds.
    /// </summary>
    public IReadOnlyList<ChatMessage> With(string text)
    {
        ChatMessage[] messages = [.. _messages];
        int place = Array.FindIndex(messages, _new, IsSaid);
        ChatMessage said = messages[place];

        // Without its raw representation, which an adapter may send in place of the contents.
        messages[place] = new ChatMessage(said.Role, [new TextContent(text), .. said.Contents])
        {
            AuthorName = said.AuthorName,
            MessageId = said.MessageId,
            CreatedAt = said.CreatedAt,
            AdditionalProperties = said.AdditionalProperties,
        };
        return messages;
    }

    private static bool IsSaid(ChatMessage message) => message.Role == ChatRole.User && !string.IsNullOrWhiteSpace(message.Text);
}
