namespace Mem0Sharp;

/// <summary>A call that happens once: what it is recognised by, and how its outcome is described for those who make it again.</summary>
/// <remarks>Immutable. Recorded in the transaction of its unit, unless every write of that failed.</remarks>
public sealed class HistoryCall
{
    /// <summary>Gets the call's key: a SHA-256 in lower-case hexadecimal.</summary>
    public required string Key { get; init; }

    /// <summary>Gets what was asked for: a SHA-256 in lower-case hexadecimal. The same key with another request is refused.</summary>
    public required string Request { get; init; }

    /// <summary>Gets the function that describes the outcome, from the results of the unit's writes. Quick and without effect.</summary>
    public required Func<IReadOnlyList<HistoryWriteResult>, HistoryCallOutcome> Describe { get; init; }

    /// <summary>Gets whose call it is, when it is one scope's: what it did is gone when that is erased. Default null.</summary>
    public MemoryScope? Scope { get; init; }

    /// <summary>Gets when the call is made.</summary>
    public required DateTimeOffset CalledAt { get; init; }

    /// <summary>Gets the instant before which recorded calls are forgotten: one with the same key too.</summary>
    public required DateTimeOffset ForgetBefore { get; init; }

    /// <summary>Returns nothing of the call.</summary>
    /// <returns>"HistoryCall".</returns>
    public override string ToString() => nameof(HistoryCall);
}
