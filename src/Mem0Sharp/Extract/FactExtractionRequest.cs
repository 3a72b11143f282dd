using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>What a fact extractor is given.</summary>
/// <remarks>Immutable.</remarks>
public sealed class FactExtractionRequest
{
    /// <summary>Gets the conversation, oldest first, at least one message with text. System messages are not in it.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Gets what was said before, oldest first: it explains the conversation, and gives no facts itself. Default empty.</summary>
    public IReadOnlyList<ChatMessage> Context { get; init; } = [];

    /// <summary>Gets about whom facts are wanted. Default <see cref="FactSubject.User"/>.</summary>
    public FactSubject Subject { get; init; }

    /// <summary>Gets what the application tells a model beside its own instructions. Default null: nothing. Rules do not read it.</summary>
    public string? Instructions { get; init; }

    /// <summary>Gets whose conversation it is.</summary>
    public required MemoryScope Scope { get; init; }

    /// <summary>Gets when the conversation took place: what "yesterday" is relative to. UTC.</summary>
    public required DateTimeOffset ReferenceTime { get; init; }
}
