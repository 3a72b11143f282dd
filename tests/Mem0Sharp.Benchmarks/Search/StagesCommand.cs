using System.Globalization;
using BenchmarkDotNet.Environments;

namespace Mem0Sharp.Benchmarks;

/// <summary>What each stage of a search takes, beside a bare scan of the same vectors in the same run.</summary>
/// <remarks>
/// Medians of <see cref="Rounds"/>, in which the stages take turns: a ratio is a stage's median over the scan's, both with as many memories. The
/// embedder is not counted: it knows all vectors.
/// </remarks>
internal static class StagesCommand
{
    /// <summary>How many the bare scan finds.</summary>
    public const int BaselineTop = 10;

    private const int Rounds = 25;

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500);

    /// <returns>0, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (StageArguments.Read(arguments) is not { } asked)
        {
            await errors.WriteLineAsync(StageArguments.Usage);
            return 2;
        }

        foreach (string line in HostEnvironmentInfo.GetCurrent().ToFormattedString())
        {
            await output.WriteLineAsync(line);
        }

        await WriteAsync(output, $"{Rounds} rounds, medians; vectors of {asked.Dimensions}; seed {StageMemory.Seed}; history and vectors in memory");
        foreach (int size in asked.Sizes)
        {
            await MeasureAsync(size, asked.Dimensions, output);
        }

        return 0;
    }

    private static async Task MeasureAsync(int size, int dimensions, TextWriter output)
    {
        await using StageMemory filled = await StageMemory.FillAsync(size, dimensions);
        SearchStages stages = new(filled);
        Stage[] all = [stages.Baseline, .. stages.All()];
        foreach (Stage stage in all)
        {
            await stage.WarmUpAsync(WarmUp);
        }

        for (int round = 0; round < Rounds; round++)
        {
            foreach (Stage stage in all)
            {
                await stage.MeasureAsync();
            }
        }

        await WriteAsync(output, $"{size:N0} memories, {filled.Asked.Count} questions; the bare scan takes {stages.Baseline.Median:0.000} ms");
        foreach (Stage stage in all.Skip(1))
        {
            await WriteAsync(output, $"stages.{size}.{stage.Name}.ratio {stage.Median / stages.Baseline.Median:0.0000}");
            await WriteAsync(output, $"stages.{size}.{stage.Name}.bytes {stage.Bytes:0}");
        }
    }

    private static Task WriteAsync(TextWriter output, FormattableString line) => output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
