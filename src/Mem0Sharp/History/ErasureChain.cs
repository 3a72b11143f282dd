namespace Mem0Sharp;

/// <summary>The hash of everything that was ever erased, each link over the one before it: what is taken out of it or changed breaks it.</summary>
internal static class ErasureChain
{
    /// <summary>Gets the hash of what was erased, oldest first; empty when nothing was.</summary>
    public static string Of(IEnumerable<ErasedMemory> erased) => erased.Aggregate(string.Empty, Next);

    public static string Next(string before, ErasedMemory erased) => Sha256.Of(
        before, erased.MemoryId, Number(erased.Version), CallRequest.Text(erased.ErasedAt));

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
