namespace Mem0Sharp;

/// <summary>How long the stages of an add took, by the memory's clock. Zero for a stage that was not needed.</summary>
/// <param name="Extraction">Finding the facts; describing images, where that is done.</param>
/// <param name="Search">Embedding them and looking for known memories near them; near the messages as well, for one model call.</param>
/// <param name="Arbitration">Deciding about them; the whole of the one model call of <see cref="MemoryOptions.SingleModelCall"/>, which finds them, too.</param>
/// <param name="Writing">Embedding what is new and committing it.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryAddTimings(TimeSpan Extraction, TimeSpan Search, TimeSpan Arbitration, TimeSpan Writing)
{
    /// <summary>Gets the time of a call that did nothing.</summary>
    internal static MemoryAddTimings None { get; } = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
}
