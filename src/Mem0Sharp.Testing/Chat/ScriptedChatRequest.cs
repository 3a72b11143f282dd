using Microsoft.Extensions.AI;

namespace Mem0Sharp.Testing;

/// <summary>What a <see cref="ScriptedChatClient"/> was asked, as it was at that moment.</summary>
/// <remarks>A copy: what the caller does to its list, messages or options afterwards is not seen here. Thread-safe to read.</remarks>
public sealed class ScriptedChatRequest
{
    internal ScriptedChatRequest(int number, IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStreaming)
    {
        Number = number;
        Messages = [.. messages.Select(Copy)];
        Options = options?.Clone();
        IsStreaming = isStreaming;
    }

    /// <summary>Gets which call it was: 1 for the first.</summary>
    public int Number { get; }

    /// <summary>Gets the messages, oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>Gets the options, or null when none were given.</summary>
    public ChatOptions? Options { get; }

    /// <summary>Gets a value indicating whether the reply was to be streamed.</summary>
    public bool IsStreaming { get; }

    /// <summary>Gets the text of the last message; empty when there are no messages.</summary>
    public string LastText => Messages.Count == 0 ? string.Empty : Messages[^1].Text;

    /// <summary>Gets the text of all messages, one after the other, each on lines of its own.</summary>
    public string AllText => string.Join('\n', Messages.Select(message => message.Text));

    /// <summary>Returns the call's number and the text of its messages.</summary>
    /// <returns>For instance "call 2: user: 'I moved to Oslo'".</returns>
    public override string ToString() =>
        $"call {Number}: {string.Join(" | ", Messages.Select(message => $"{message.Role}: '{message.Text}'"))}";

    private static ChatMessage Copy(ChatMessage message)
    {
        ChatMessage copy = message.Clone();
        copy.Contents = [.. message.Contents];
        return copy;
    }
}
