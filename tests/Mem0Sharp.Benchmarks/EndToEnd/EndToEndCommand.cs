using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Environments;

namespace Mem0Sharp.Benchmarks;

/// <summary>What each kind of call takes from end to end, with an embedder and a model that take no time: what is left is ours and the disk's.</summary>
internal static class EndToEndCommand
{
    public const string Usage =
        "e2e [--n 10000] [--dim 384] [--users 1] [--operations 1000] [--store file|memory]: 1000 to 1000000 memories of so many users, "
        + "how often each call is measured, and where the history is";

    /// <returns>0, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--n", "--dim", "--users", "--operations", "--store") is not { } options
            || options.Number("--n", 10_000, 1_000, 1_000_000) is not { } memories
            || options.Number("--dim", 384, 1, MemoryLimits.Dimensions) is not { } dimensions
            || options.Number("--users", 1, 1, memories) is not { } users
            || options.Number("--operations", 1_000, 100, 1_000_000) is not { } operations
            || options.IsInMemory("--store") is not { } isInMemory)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        await WriteHostAsync(output);
        await using FilledMemory filled = await FilledMemory.FillAsync(new FillPlan(memories, dimensions, users, Alone: 0, isInMemory));
        string history = isInMemory ? "history in memory" : "SQLite file, full durability";
        await WriteAsync(output, $"{memories:N0} memories of {users:N0} users, vectors of {dimensions}; {history}");
        await WriteAsync(output, $"filled in {filled.FilledIn.TotalSeconds:0.0} s; {operations} calls of each kind; seed {FilledMemory.Seed}");
        IReadOnlyList<OperationFigures> all = await new OperationSet(filled, filled.Users).MeasureAsync(operations);
        await WriteTableAsync(output, all);
        using Process process = Process.GetCurrentProcess();
        long managed = GC.GetTotalMemory(forceFullCollection: true);
        await WriteAsync(
            output,
            $"Resident at the end: {process.WorkingSet64 / 1e6:0} MB, of which {managed / 1e6:0} MB are managed and in use.");
        foreach (OperationFigures figures in all)
        {
            await WriteAsync(output, $"e2e.{figures.Name}.p50_us {figures.P50:0.0}");
            await WriteAsync(output, $"e2e.{figures.Name}.p95_us {figures.P95:0.0}");
            await WriteAsync(output, $"e2e.{figures.Name}.ops {figures.PerSecond:0}");
            await WriteAsync(output, $"e2e.{figures.Name}.bytes {figures.Bytes:0}");
        }

        return 0;
    }

    /// <summary>Names the processor and what runs on it.</summary>
    public static async Task WriteHostAsync(TextWriter output)
    {
        foreach (string line in HostEnvironmentInfo.GetCurrent().ToFormattedString())
        {
            await output.WriteLineAsync(line);
        }
    }

    public static Task WriteAsync(TextWriter output, FormattableString line) => output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));

    private static async Task WriteTableAsync(TextWriter output, IReadOnlyList<OperationFigures> all)
    {
        await output.WriteLineAsync("| operation | p50 µs | p95 µs | p99 µs | operations/s | bytes |");
        await output.WriteLineAsync("|---|---|---|---|---|---|");
        foreach (OperationFigures figures in all)
        {
            await WriteAsync(
                output,
                $"| {figures.Name} | {figures.P50:N1} | {figures.P95:N1} | {figures.P99:N1} | {figures.PerSecond:N0} | {figures.Bytes:N0} |");
        }

        await output.WriteLineAsync("A batch_update is one call with a hundred new texts; a list reads the first hundred of one user's.");
    }
}
