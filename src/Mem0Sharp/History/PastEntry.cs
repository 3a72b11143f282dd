namespace Mem0Sharp;

/// <summary>The version of a memory that counts for a moment.</summary>
/// <param name="Entry">Its row.</param>
/// <param name="TextSequence">The sequence of the change since which it says what it says.</param>
internal readonly record struct PastEntry(HistoryEntry Entry, long TextSequence)
{
    public override string ToString() => $"{nameof(PastEntry)} {Entry}";
}
