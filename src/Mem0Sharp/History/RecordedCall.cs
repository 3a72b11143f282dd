namespace Mem0Sharp;

/// <summary>A call that has happened.</summary>
/// <param name="Request">What was asked for: a SHA-256 in lower-case hexadecimal.</param>
/// <param name="Outcome">How its outcome was described; null when a memory of it has been erased since.</param>
/// <param name="CalledAt">When it was made: one of long ago may have been forgotten, and counts as if it were.</param>
/// <remarks>Immutable.</remarks>
public sealed record RecordedCall(string Request, string? Outcome, DateTimeOffset CalledAt)
{
    /// <summary>Gets the scope that the call was made for; null when it was for none, or a memory of it has been erased since.</summary>
    public MemoryScope? Scope { get; init; }

    /// <summary>Returns nothing of the call.</summary>
    /// <returns>"RecordedCall".</returns>
    public override string ToString() => nameof(RecordedCall);
}
