namespace Mem0Sharp;

/// <summary>A call that is to happen once, by its key and what it asks for.</summary>
/// <param name="Key">The key, hashed with what it is a key of.</param>
/// <param name="Request">What is asked for, hashed.</param>
/// <param name="Scope">Whose call it is, when it is one scope's.</param>
internal sealed record IdempotentCall(string Key, string Request, MemoryScope? Scope)
{
    /// <summary>Gets the function that describes what the call did.</summary>
    public Func<IReadOnlyList<MemoryWriteResult>, HistoryCallOutcome> Describe { get; init; } = WriteOutcomes.Describe;

    public override string ToString() => nameof(IdempotentCall);
}
