namespace Mem0Sharp;

/// <summary>The hash of everything that was ever erased, each link over the one before it: what is taken out of it or changed breaks it.</summary>
/// <remarks>For whoever writes an <see cref="IHistoryStore"/>. Thread-safe.</remarks>
public static class ErasureChain
{
    /// <summary>Gets the hash of all that was erased.</summary>
    /// <param name="erased">The memories, oldest first.</param>
    /// <returns>A SHA-256 in lower-case hexadecimal; empty when nothing was erased.</returns>
    public static string Of(IEnumerable<ErasedMemory> erased) => erased.Aggregate(string.Empty, Next);

    /// <summary>Gets the hash after one more memory was erased.</summary>
    /// <param name="before">The hash before; empty when nothing was erased.</param>
    /// <param name="erased">The memory.</param>
    /// <returns>A SHA-256 in lower-case hexadecimal.</returns>
    public static string Next(string before, ErasedMemory erased)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(erased);
        return Sha256.Of(before, erased.MemoryId, Number(erased.Version), CallRequest.Text(erased.ErasedAt));
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
