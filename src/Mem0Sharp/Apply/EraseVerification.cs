namespace Mem0Sharp;

/// <summary>Whether a store still answers for a receipt.</summary>
/// <param name="Problems">What is wrong, in words without content. Empty when the receipt holds.</param>
/// <remarks>Immutable.</remarks>
public sealed record EraseVerification(IReadOnlyList<string> Problems)
{
    /// <summary>Gets a value indicating whether the memories are gone and the record of their erasure is what the receipt says.</summary>
    public bool IsVerified => Problems.Count == 0;

    /// <summary>Returns the number of problems.</summary>
    /// <returns>For instance "EraseVerification (0 problems)".</returns>
    public override string ToString() => $"{nameof(EraseVerification)} ({Problems.Count} problems)";
}
