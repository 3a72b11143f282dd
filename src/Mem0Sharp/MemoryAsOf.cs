namespace Mem0Sharp;

/// <summary>A moment to look back to, on either axis of time: what was known then, and what held then.</summary>
/// <remarks>
/// Immutable. "Known" follows the order of the log, not the clock alone: it is every change up to the last one that was recorded at
/// that instant or before, so a clock that went back, or stood still, cuts no change in two. "Held" follows what the memories say of
/// themselves (<see cref="MemoryItem.ValidFrom"/>, <see cref="MemoryItem.ValidTo"/>; what does not say always held): where a memory got
/// another text since, the version counts that the latest word on that moment gives, so a correction of last week about last year
/// changes what held last year.
/// </remarks>
public sealed record MemoryAsOf
{
    /// <summary>Gets the moment whose knowledge is asked for. Default null: now.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>Gets the moment of which is asked what held. Default null: it does not matter what held when.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>Asks for what was known at a moment.</summary>
    /// <param name="at">The moment, inclusive.</param>
    /// <returns>The look back.</returns>
    public static MemoryAsOf Known(DateTimeOffset at) => new() { KnownAt = at.ToUniversalTime() };

    /// <summary>Asks for what held at a moment, as it is known now.</summary>
    /// <param name="at">The moment.</param>
    /// <returns>The look back.</returns>
    public static MemoryAsOf Held(DateTimeOffset at) => new() { HeldAt = at.ToUniversalTime() };
}
