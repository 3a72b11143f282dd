using Microsoft.Extensions.AI;

namespace Mem0Sharp.Testing;

/// <summary>Cuts a reply into the pieces that a streaming model would send.</summary>
internal static class ScriptedChatPieces
{
    public static IEnumerable<ChatResponseUpdate> Of(ChatResponse response, int length)
    {
        foreach (ChatMessage message in response.Messages)
        {
            foreach (AIContent content in message.Contents)
            {
                if (content is TextContent text)
                {
                    foreach (string piece in Cut(text.Text, length))
                    {
                        yield return Update(response, message, new TextContent(piece));
                    }
                }
                else
                {
                    yield return Update(response, message, content);
                }
            }
        }

        ChatResponseUpdate last = Update(response, response.Messages.LastOrDefault());
        last.FinishReason = response.FinishReason;
        if (response.Usage is not null)
        {
            last.Contents.Add(new UsageContent(response.Usage));
        }

        yield return last;
    }

    private static IEnumerable<string> Cut(string text, int length)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = Math.Min(start + length, text.Length);

            // Models stream whole characters: a surrogate pair stays together.
            end += end < text.Length && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
            yield return text[start..end];
            start = end;
        }
    }

    private static ChatResponseUpdate Update(ChatResponse response, ChatMessage? message, params IList<AIContent> contents) => new()
    {
        Role = message?.Role,
        AuthorName = message?.AuthorName,
        MessageId = message?.MessageId,
        Contents = [.. contents],
        ModelId = response.ModelId,
        ResponseId = response.ResponseId,
        ConversationId = response.ConversationId,
        CreatedAt = response.CreatedAt,
    };
}
