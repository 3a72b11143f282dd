using System.Globalization;

namespace Mem0Sharp.Benchmarks;

/// <summary>What <see cref="StagesCommand"/> is told: how many memories, and how long their vectors are.</summary>
/// <param name="Sizes">The numbers of memories, each a run of its own.</param>
/// <param name="Dimensions">The length of the vectors.</param>
internal sealed record StageArguments(IReadOnlyList<int> Sizes, int Dimensions)
{
    public const string Usage = "stages [--n 1000,10000,100000] [--dim 384]: numbers of memories from 1000 to 1000000, and the length of their vectors";

    private const int LeastMemories = 1_000;
    private const int MostMemories = 1_000_000;

    /// <summary>Reads the arguments.</summary>
    /// <returns>Null where they cannot be understood.</returns>
    public static StageArguments? Read(IReadOnlyList<string> arguments)
    {
        StageArguments read = new([1_000, 10_000, 100_000], 384);
        for (int i = 0; i < arguments.Count; i += 2)
        {
            int?[] numbers = i + 1 < arguments.Count ? Array.ConvertAll(arguments[i + 1].Split(','), Number) : [];
            StageArguments? next = (arguments[i], numbers) switch
            {
                ("--n", [_, ..]) when Array.TrueForAll(numbers, n => n is >= LeastMemories and <= MostMemories) =>
                    read with { Sizes = [.. numbers.OfType<int>()] },
                ("--dim", [>= 1 and <= MemoryLimits.Dimensions and { } dimensions]) => read with { Dimensions = dimensions },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            read = next;
        }

        return read;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
