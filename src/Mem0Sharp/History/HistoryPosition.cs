namespace Mem0Sharp;

/// <summary>A place in the history.</summary>
/// <param name="Epoch">How often the history was reset; sequences of two epochs cannot be compared.</param>
/// <param name="Sequence">The sequence of the last change, 1 or more; 0 before the first.</param>
/// <remarks>Immutable.</remarks>
public readonly record struct HistoryPosition(long Epoch, long Sequence)
{
    /// <summary>Gets the place before everything.</summary>
    public static HistoryPosition Start => default;
}
