using System.Security.Cryptography;

namespace Mem0Sharp;

/// <summary>A place in the history.</summary>
/// <param name="Epoch">
/// Which history it is, and which life of it: a random number that each begins with, one greater after each reset and whenever all its vectors
/// were replaced. What was projected from one epoch does not hold in another.
/// </param>
/// <param name="Sequence">The sequence of the last change, 1 or more; 0 before the first.</param>
/// <remarks>Immutable.</remarks>
public readonly record struct HistoryPosition(long Epoch, long Sequence)
{
    /// <summary>Gets the place before everything.</summary>
    public static HistoryPosition Start => default;

    /// <summary>Makes the epoch that a new history begins with: no vector store of another one is taken for its own.</summary>
    /// <returns>A random number, 1 or more.</returns>
    public static long NewEpoch() => (BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & (long.MaxValue >> 1)) + 1;
}
