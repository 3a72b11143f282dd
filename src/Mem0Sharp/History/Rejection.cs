namespace Mem0Sharp;

/// <summary>A rejected value, and when that was.</summary>
/// <param name="Value">The value, hashed.</param>
/// <param name="RejectedAt">When it was rejected.</param>
/// <remarks>Immutable.</remarks>
public sealed record Rejection(RejectedValue Value, DateTimeOffset RejectedAt)
{
    /// <summary>Returns nothing of the value.</summary>
    /// <returns>"Rejection".</returns>
    public override string ToString() => nameof(Rejection);
}
