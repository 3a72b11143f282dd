using Mem0Sharp;

namespace Quickstart;

/// <summary>What every step of the tour needs.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Scope">Whose memories they are.</param>
/// <param name="Chat">The conversation.</param>
/// <param name="Screen">Where it is shown.</param>
internal sealed record Stage(Memory Memory, MemoryScope Scope, ChatLog Chat, Screen Screen)
{
    /// <summary>Gets a memory's text, after who said it where that is another than the user.</summary>
    public string Told(MemoryItem item) =>
        item.ActorId is { } actor && !string.Equals(actor, Chat.UserId, StringComparison.Ordinal) ? $"{actor}: {item.Text}" : item.Text;
}
