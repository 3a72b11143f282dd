namespace Mem0Sharp;

/// <summary>A call that has happened, with all that a store keeps of it: to be noted in another store.</summary>
/// <param name="Key">Its key: a SHA-256 in lower-case hexadecimal.</param>
/// <param name="Request">What was asked for: a SHA-256 in lower-case hexadecimal.</param>
/// <param name="CalledAt">When it was made.</param>
/// <remarks>Immutable.</remarks>
public sealed record KnownCall(string Key, string Request, DateTimeOffset CalledAt)
{
    /// <summary>Gets what it did; null when a memory of it has been erased since. Default null.</summary>
    public HistoryCallOutcome? Outcome { get; init; }

    /// <summary>Gets the scope that it was made for; null when it was for none, or <see cref="Outcome"/> is null. Default null.</summary>
    public MemoryScope? Scope { get; init; }

    /// <summary>Returns nothing of the call.</summary>
    /// <returns>"KnownCall".</returns>
    public override string ToString() => nameof(KnownCall);
}
