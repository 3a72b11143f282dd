namespace Mem0Sharp;

/// <summary>A call that has happened, with what decides when it is forgotten.</summary>
internal sealed record InMemoryCall(
    RecordedCall Recorded, DateTimeOffset CalledAt, MemoryScope? Scope, HistoryCallOutcome Outcome)
{
    /// <summary>Tells whether what it did may speak of a memory.</summary>
    public bool MaySpeakOf(MemoryItem item) => Outcome.MemoryIds.Contains(item.Id, StringComparer.Ordinal) || (Outcome.HoldsFacts && Scope is { } own && own.SharesAnIdWith(item.Scope));

    public override string ToString() => nameof(InMemoryCall);
}
