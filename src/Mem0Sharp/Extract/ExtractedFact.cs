namespace Mem0Sharp;

/// <summary>One fact worth keeping, as extraction found it.</summary>
/// <param name="Text">The fact as one sentence that stands alone; for a retraction, what is to be forgotten.</param>
/// <remarks>Immutable. <see cref="ToString"/> does not show the text.</remarks>
public sealed record ExtractedFact(string Text)
{
    /// <summary>Gets the messages it came from, as indexes into the request's messages, from 0. Default empty: not known.</summary>
    public IReadOnlyList<int> Messages { get; init; } = [];

    /// <summary>Gets what the speaker did by saying it. Default <see cref="FactIntent.Statement"/>.</summary>
    public FactIntent Intent { get; init; }

    /// <summary>
    /// Gets, for a correction, the words of the old value where the speaker named it ("Paris" in "not Paris but Berlin"), else null.
    /// </summary>
    public string? Replaces { get; init; }

    /// <summary>Gets the kind of memory it is. Default null: not told, and then <see cref="MemoryType.Semantic"/>.</summary>
    public MemoryType? Type { get; init; }

    /// <summary>Gets from when it holds, where the speaker said so; else null.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Gets until when it holds, exclusive, where the speaker said so; else null.</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>Returns the length of the text, never the text: it is private.</summary>
    /// <returns>For instance "ExtractedFact (Statement, 34 characters)".</returns>
    public override string ToString() => $"ExtractedFact ({Intent}, {Text.Length} characters)";
}
