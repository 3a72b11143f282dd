using System.Globalization;

namespace Mem0Sharp.Tests.Model;

/// <summary>Random command sequences on a real memory over a real file, compared with a simple oracle.</summary>
/// <remarks>
/// MEM0SHARP_MODEL_COMMANDS: how many commands in all, instead of 100,000. MEM0SHARP_MODEL_SEED: the first seed, instead of 1; the
/// sequences have consecutive seeds and 2,000 commands each. A failure prints its seed and the shortest sequence that shows it.
/// </remarks>
[Collection(LongRunningCollection.Name)]
public sealed class ModelTests(ITestOutputHelper output)
{
    private const int SequenceLength = 2_000;

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task Memory_OverAHundredThousandRandomCommands_NeverPartsFromTheOracle_B4()
    {
        int first = Setting("MEM0SHARP_MODEL_SEED", 1);
        int sequences = (Setting("MEM0SHARP_MODEL_COMMANDS", MemoryFixture.Share(100_000)) + SequenceLength - 1) / SequenceLength;
        output.WriteLine($"seeds {first} to {first + sequences - 1}, {SequenceLength} commands each");
        ModelRunner runner = new();

        await Parallel.ForAsync(first, first + sequences, Token, async (seed, token) =>
            (await runner.FindFailureAsync(seed, SequenceLength, token)).Should().BeNull());
        output.WriteLine($"{runner.Erasures} of the commands erased something");
    }

    private static int Setting(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
