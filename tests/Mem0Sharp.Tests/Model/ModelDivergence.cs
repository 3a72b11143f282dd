namespace Mem0Sharp.Tests.Model;

/// <summary>Where a memory and the oracle parted.</summary>
/// <param name="Index">The index of the command in its sequence.</param>
/// <param name="Command">The command.</param>
/// <param name="Expected">The oracle's answer.</param>
/// <param name="Actual">The memory's.</param>
internal sealed record ModelDivergence(int Index, ModelCommand Command, string Expected, string Actual)
{
    /// <summary>Returns the first line in which the answers differ.</summary>
    /// <returns>Command, expected and actual line.</returns>
    public override string ToString()
    {
        string[] expected = Expected.Split('\n');
        string[] actual = Actual.Split('\n');
        int line = Enumerable.Range(0, Math.Max(expected.Length, actual.Length)).First(
            i => !string.Equals(expected.ElementAtOrDefault(i), actual.ElementAtOrDefault(i), StringComparison.Ordinal));
        return $"{Command}\n  expected: {expected.ElementAtOrDefault(line)}\n  actual:   {actual.ElementAtOrDefault(line)}";
    }
}
