using System.Text;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>The images of a message: those that stand in it, and those that it points at.</summary>
internal static class MessageImages
{
    private const string Image = "image";

    public static IEnumerable<AIContent> Of(ChatMessage message) => message.Contents.Where(content => content switch
    {
        DataContent data => data.HasTopLevelMediaType(Image),
        UriContent link => link.HasTopLevelMediaType(Image),
        _ => false,
    });

    public static bool Has(ChatMessage message) => Of(message).Any();

    /// <summary>Gets a hash of each image: the same request has the same.</summary>
    public static IEnumerable<string?> Fingerprints(ChatMessage message) => Of(message).Select(image => image switch
    {
        DataContent data => Sha256.Of(data.Data.Span),
        UriContent link => Sha256.Of([link.Uri.ToString()]),
        _ => null,
    });

    /// <summary>Puts what images show beside the words of their message.</summary>
    public static ChatMessage Described(ChatMessage message, string description)
    {
        StringBuilder text = new(message.Text);
        text.Append(text.Length == 0 ? string.Empty : "\n").Append("[image: ").Append(description).Append(']');
        return new ChatMessage(message.Role, text.ToString()) { AuthorName = message.AuthorName, MessageId = message.MessageId };
    }
}
