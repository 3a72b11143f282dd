namespace Mem0Sharp;

/// <summary>A call that has happened, with what decides when it is forgotten.</summary>
internal sealed record InMemoryCall(RecordedCall Recorded, MemoryScope? Scope, HistoryCallOutcome Outcome)
{
    /// <summary>Tells whether what it did may speak of a memory.</summary>
    public bool MaySpeakOf(MemoryItem item) => Outcome.MemoryIds.Contains(item.Id, StringComparer.Ordinal) || (Outcome.HoldsFacts && Scope is { } own && own.SharesAnIdWith(item.Scope));

    public static InMemoryCall Of(KnownCall call) => new(
        new RecordedCall(call.Request, call.Outcome?.Description, call.CalledAt) { Scope = call.Outcome is null ? null : call.Scope },
        call.Outcome is null ? null : call.Scope,
        call.Outcome ?? new HistoryCallOutcome(string.Empty, []));

    public KnownCall ToKnown(string key) => new(key, Recorded.Request, Recorded.CalledAt)
    {
        Outcome = Recorded.Outcome is null ? null : Outcome,
        Scope = Recorded.Scope,
    };

    public override string ToString() => nameof(InMemoryCall);
}
