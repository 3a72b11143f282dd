using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Settings of a <see cref="MemoryChatClient"/>, read once when it is made.</summary>
/// <remarks>Immutable once made; what its delegates do must be thread-safe.</remarks>
public sealed class MemoryChatOptions
{
    /// <summary>Gets how many memories go with a request, at most.</summary>
    /// <value>0 (nothing is recalled) to <see cref="MemoryLimits.Top"/>. Default 5.</value>
    public int Top { get; init; } = 5;

    /// <summary>Gets the least score that a recalled memory has.</summary>
    /// <value>From 0 to 1, as <see cref="MemorySearchOptions.Threshold"/> of a search by both words and vectors. Default null: none.</value>
    public double? Threshold { get; init; }

    /// <summary>Gets the lowest tier of trust that a recalled memory has.</summary>
    /// <value>Default null: any; what is not <see cref="MemoryTrust.Standard"/> says so in the prompt.</value>
    public MemoryTrust? MinTrust { get; init; }

    /// <summary>Gets how recalled memories are written down. What it returns goes before the user's words, in the same message.</summary>
    /// <value>Default null: <see cref="MemoryPrompt.Format"/>, which fences them as data.</value>
    public Func<IReadOnlyList<MemoryItem>, string>? Format { get; init; }

    /// <summary>Gets a value indicating whether a finished turn is remembered. Default true.</summary>
    public bool Remembers { get; init; } = true;

    /// <summary>Gets which messages of a turn are remembered: called for each new message of the request and each of the response.</summary>
    /// <value>
    /// Default null: the user's and the assistant's. A tool's results would make all that is learned of the turn
    /// <see cref="MemoryTrust.Untrusted"/>.
    /// </value>
    public Func<ChatMessage, bool>? RemembersMessage { get; init; }

    /// <summary>Gets how many earlier messages of the request go with a turn to explain it, the latest.</summary>
    /// <value>0 to <see cref="MemoryLimits.Messages"/>; no facts are taken from them, and each costs its tokens. Default 10.</value>
    public int ContextMessages { get; init; } = 10;

    /// <summary>Gets the settings of adding a turn. Default null: the defaults. Its context is the request's own.</summary>
    public MemoryAddOptions? Adding { get; init; }

    /// <summary>Gets a value indicating whether an error of the memory is an error of the chat.</summary>
    /// <value>
    /// Default false: it is logged, and the chat goes on without memories or, after the answer, without remembering. Cancellation
    /// is never swallowed.
    /// </value>
    public bool MemoryErrorsFailTheChat { get; init; }
}
