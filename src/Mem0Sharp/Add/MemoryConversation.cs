using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>One conversation of many that are added together.</summary>
/// <param name="Scope">Whose memories they become.</param>
/// <param name="Messages">The messages, oldest first; any number. Those that have no text, and system messages, are passed over.</param>
/// <remarks>Immutable. <see cref="ToString"/> does not show text or whose it is.</remarks>
public sealed record MemoryConversation(MemoryScope Scope, IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>Gets the caller's id of the conversation: two with the same messages are two when their ids differ.</summary>
    /// <value>At most <see cref="MemoryLimits.IdLength"/> characters. Default null: its messages tell it.</value>
    public string? Id { get; init; }

    /// <summary>Gets the settings of adding it. Default null: the defaults.</summary>
    /// <value>
    /// Without an idempotency key and without context, which the call sets itself. Set <see cref="MemoryAddOptions.OccurredAt"/>: what "yesterday" is
    /// relative to is long ago by now.
    /// </value>
    public MemoryAddOptions? Options { get; init; }

    /// <summary>Returns the kinds of id in the scope and the number of messages.</summary>
    /// <returns>For instance "MemoryConversation (12 messages) of MemoryScope (user)".</returns>
    public override string ToString() => $"{nameof(MemoryConversation)} ({Messages.Count} messages) of {Scope}";
}
