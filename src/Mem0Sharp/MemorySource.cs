namespace Mem0Sharp;

/// <summary>Where a memory's text came from.</summary>
/// <param name="MessageIds">
/// The messages it came from: each message's <c>MessageId</c>, or "#n" for the n-th message of the call (from 0) where it has
/// none. Empty when the text was given directly.
/// </param>
/// <remarks>Immutable. Message ids are the caller's own and are not shown by <see cref="ToString"/>.</remarks>
public sealed record MemorySource(IReadOnlyList<string> MessageIds)
{
    /// <summary>Gets when it was said (<see cref="MemoryAddOptions.OccurredAt"/>), or null: then, or shortly before, when it was recorded.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Tells whether both say the same; none says what an empty one does.</summary>
    internal static bool AreSame(MemorySource? a, MemorySource? b) =>
        (a?.MessageIds ?? []).SequenceEqual(b?.MessageIds ?? [], StringComparer.Ordinal) && a?.OccurredAt == b?.OccurredAt;

    /// <summary>Returns the number of messages, without their ids.</summary>
    /// <returns>For instance "MemorySource (2 messages)".</returns>
    public override string ToString() => $"MemorySource ({MessageIds.Count} messages)";
}
