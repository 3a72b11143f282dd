using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Agents;

/// <summary>
/// Stands in for a model, so that this runs without a key: it repeats what it was told of the past, and calls a function when it is asked
/// to remember. Any <see cref="IChatClient"/> goes in its place.
/// </summary>
internal sealed class OfflineModel : IChatClient
{
    private const string Wish = "Please remember: ";

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage last = messages.Last();
        if (last.Role == ChatRole.Tool)
        {
            return Task.FromResult(Says("It is remembered."));
        }

        if (last.Text.StartsWith(Wish, StringComparison.Ordinal) && options?.Tools?.Any(tool => string.Equals(tool.Name, "add_memory", StringComparison.Ordinal)) == true)
        {
            Dictionary<string, object?> arguments = new(StringComparer.Ordinal) { ["text"] = last.Text[Wish.Length..] };
            FunctionCallContent call = new("call-1", "add_memory", arguments);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [call])));
        }

        string[] known = [.. messages.SelectMany(message => message.Text.Split('\n')).Where(IsMemory).Select(TextOf)];
        return Task.FromResult(Says(known.Length > 0 ? $"You told me: {string.Join(" ", known)}" : "Thank you, that is new to me."));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ChatResponseUpdate update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    // A line of MemoryPrompt.Format: its number in brackets, then when and who, then the text as a JSON string.
    private static bool IsMemory(string line) => line.StartsWith('[') && line.EndsWith('"') && line.Contains(": \"", StringComparison.Ordinal);

    private static string TextOf(string line) => JsonElement.Parse(line[(line.IndexOf(": \"", StringComparison.Ordinal) + 2)..]).GetString()!;

    private static ChatResponse Says(string text) => new(new ChatMessage(ChatRole.Assistant, text));
}
