namespace Mem0Sharp;

/// <summary>Who makes a change and why, as the history will say it. Nothing is said by default.</summary>
/// <param name="By">Who.</param>
/// <param name="Role">In which role.</param>
/// <param name="Reason">Why.</param>
/// <param name="Trust">The tier of who makes it: what is trusted more stays as it is. Null for the host itself, which may change everything.</param>
internal readonly record struct ChangeNote(string? By, string? Role, string? Reason, MemoryTrust? Trust)
{
    /// <summary>Gets a value indicating whether an agent makes it: what it takes away, no person has rejected.</summary>
    public bool IsOfAnAgent => Role is "assistant" or "tool";

    /// <summary>Returns nothing of what it says: it may name a person.</summary>
    public override string ToString() => nameof(ChangeNote);
}
