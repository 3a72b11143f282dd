namespace Mem0Sharp;

/// <summary>What a write must not bring back.</summary>
/// <param name="Value">The value.</param>
/// <param name="SaidAt">When it was said, where that is known: what was said after the rejection is news. Null: it may be old.</param>
/// <remarks>Immutable.</remarks>
public sealed record RejectionGuard(RejectedValue Value, DateTimeOffset? SaidAt)
{
    /// <summary>Tells whether a rejection keeps the value from being learned.</summary>
    /// <param name="rejectedAt">When the value was rejected; null when it was not.</param>
    /// <returns>True when it was, and was not said later than that.</returns>
    public bool Stops(DateTimeOffset? rejectedAt) => rejectedAt is { } at && !(SaidAt > at);
}
