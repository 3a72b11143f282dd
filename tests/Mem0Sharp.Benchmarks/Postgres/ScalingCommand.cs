using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>What a memory in PostgreSQL takes for each row, commit and host: the figures that its size is reckoned from.</summary>
internal static class ScalingCommand
{
    public const string Usage =
        "scaling [--part rows|bulk|hosts|index] [--n 10000] [--dim 384] [--seconds 3] [--rounds 3] [--index-rows 100000] [--memory-mb 512] [--workers 1] "
        + "[--flush 1]: which part, how many memories, the length of their vectors, how long and how often hosts write, and of how many vectors an index is "
        + "built, within how much memory, and by how many workers besides";

    /// <returns>0, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--part", "--n", "--dim", "--seconds", "--rounds", "--index-rows", "--memory-mb", "--workers", "--flush") is not { } options
            || options.Number("--n", 10_000, 100, 1_000_000) is not { } memories
            || options.Number("--dim", 384, 1, 2_000) is not { } dimensions
            || options.Number("--seconds", 3, 1, 600) is not { } seconds
            || options.Number("--rounds", 3, 1, 1_000) is not { } rounds
            || options.Number("--index-rows", 100_000, 100, 10_000_000) is not { } indexRows
            || options.Number("--memory-mb", 512, 1, 100_000) is not { } megabytes
            || options.Number("--workers", 1, 0, 64) is not { } workers
            || options.Number("--flush", 1, 0, 1) is not { } flush)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        await WriteHostAsync(output);
        await using PostgresFill filled = await PostgresFill.StartAsync(dimensions, flush == 1);
        await WriteAsync(output, $"{filled.Version}, flush {flush}, vectors of {dimensions}");
        switch (options.Text("--part"))
        {
            case "rows":
                await ScalingRows.RunAsync(filled, memories, output);
                return 0;
            case "bulk":
                await ScalingBulk.RunAsync(filled, rounds, output);
                return 0;
            case "hosts":
                await filled.FillAsync(memories);
                await ScalingHosts.RunAsync(filled, TimeSpan.FromSeconds(seconds), rounds, output);
                return 0;
            case "index":
                await ScalingIndex.RunAsync(filled, dimensions, indexRows, megabytes, workers, output);
                return 0;
            default:
                await errors.WriteLineAsync(Usage);
                return 2;
        }
    }
}
