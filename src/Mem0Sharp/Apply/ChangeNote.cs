namespace Mem0Sharp;

/// <summary>Who makes a change and why, as the history will say it. Nothing is said by default.</summary>
internal readonly record struct ChangeNote(string? By, string? Role, string? Reason)
{
    /// <summary>Gets a value indicating whether an agent makes it: what it takes away, no person has rejected.</summary>
    public bool IsOfAnAgent => Role is "assistant" or "tool";

    /// <summary>Returns nothing of what it says: it may name a person.</summary>
    public override string ToString() => nameof(ChangeNote);
}
