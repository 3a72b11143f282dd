namespace Mem0Sharp;

/// <summary>What a write must not say again: a text that somebody else has stored since what is known was looked up.</summary>
/// <param name="Scope">Where it may be known.</param>
/// <param name="Text">The text; case, white space and invisible characters do not matter.</param>
/// <param name="AfterSequence">The last change that the look-up saw: what was known then was seen.</param>
/// <remarks>Immutable. <see cref="ToString"/> does not show the text.</remarks>
public sealed record KnownTextGuard(MemoryScope Scope, string Text, long AfterSequence)
{
    /// <summary>Gets the lowest tier that counts: a memory that is trusted less does not stand for the text. Default: any.</summary>
    public MemoryTrust MinTrust { get; init; } = MemoryTrust.Untrusted;

    /// <summary>Tells whether a memory says the same already.</summary>
    /// <param name="head">Its newest version.</param>
    /// <returns>True when it was changed since, is not deleted, is trusted as much, is found in the scope, and has the text.</returns>
    public bool Stops(MemoryHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Sequence > AfterSequence
            && !head.IsDeleted
            && head.Item.Trust >= MinTrust
            && Scope.Contains(head.Item)
            && ComparableText.AreSame(head.Item.Text, Text);
    }

    /// <summary>Returns the sequence.</summary>
    /// <returns>For instance "KnownTextGuard after 17".</returns>
    public override string ToString() => $"{nameof(KnownTextGuard)} after {AfterSequence}";
}
