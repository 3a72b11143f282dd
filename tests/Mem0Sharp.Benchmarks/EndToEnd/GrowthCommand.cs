using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>What each kind of call takes as the store grows: of users who have a share in all of it, and of one whose memories do not grow.</summary>
internal static class GrowthCommand
{
    public const string Usage =
        "growth [--sizes 1000,10000,100000] [--users 1000] [--dim 384] [--operations 500] [--store file|memory] [--chart FILE]: "
        + "numbers of memories from 1000 to 1000000, which so many users share but for a hundred of one more; the chart is an SVG";

    /// <summary>How many memories the user has whose memories do not grow.</summary>
    private const int Alone = 100;

    /// <returns>0, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--sizes", "--users", "--dim", "--operations", "--store", "--chart") is not { } options
            || options.Numbers("--sizes", [1_000, 10_000, 100_000], 1_000, 1_000_000) is not { } sizes
            || options.Number("--users", 1_000, 1, 1_000_000) is not { } users
            || options.Number("--dim", 384, 1, MemoryLimits.Dimensions) is not { } dimensions
            || options.Number("--operations", 500, 100, 1_000_000) is not { } operations
            || options.IsInMemory("--store") is not { } isInMemory)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        await WriteHostAsync(output);
        List<GrowthFigures> all = [];
        foreach (int size in sizes.Order())
        {
            FillPlan plan = new(size, dimensions, Math.Min(users, size - Alone), Alone, isInMemory);
            await using FilledMemory filled = await FilledMemory.FillAsync(plan);
            await WriteAsync(output, $"{size:N0} memories of {plan.Users:N0} users and one more, vectors of {dimensions}");
            await WriteAsync(output, $"filled in {filled.FilledIn.TotalSeconds:0.0} s; {operations} calls of each kind; seed {FilledMemory.Seed}");
            all.Add(new GrowthFigures(
                size,
                await new OperationSet(filled, filled.Users).MeasureAsync(operations),
                await new OperationSet(filled, [filled.Lone]).MeasureAsync(operations)));
        }

        await WriteTableAsync(output, "Each user asks, whose memories grow with the store", all, figures => figures.All);
        await WriteTableAsync(output, $"One user asks, who has {Alone} memories; those of the others grow", all, figures => figures.Lone);
        foreach (GrowthFigures figures in all)
        {
            await WriteLinesAsync(output, $"growth.{figures.Size}", figures.All);
            await WriteLinesAsync(output, $"growth.{figures.Size}.lone", figures.Lone);
        }

        if (options.Text("--chart") is { } path)
        {
            await File.WriteAllTextAsync(path, GrowthChart.Draw(all, dimensions, Alone));
        }

        return 0;
    }

    private static async Task WriteTableAsync(
        TextWriter output, string title, IReadOnlyList<GrowthFigures> all, Func<GrowthFigures, IReadOnlyList<OperationFigures>> of)
    {
        await output.WriteLineAsync($"{title}: p50 in µs, and how many times that of the smallest store");
        await output.WriteLineAsync($"| operation |{string.Concat(all.Select(figures => FormattableString.Invariant($" {figures.Size:N0} |")))}");
        await output.WriteLineAsync($"|---|{string.Concat(all.Select(_ => "---|"))}");
        foreach ((int i, OperationFigures smallest) in of(all[0]).Index())
        {
            await output.WriteLineAsync(
                $"| {smallest.Name} |{string.Concat(all.Select(figures => Cell(of(figures)[i].P50, smallest.P50)))}");
        }
    }

    private static string Cell(double value, double smallest) => FormattableString.Invariant($" {value:N1} ({value / smallest:0.00}) |");

    private static async Task WriteLinesAsync(TextWriter output, string prefix, IReadOnlyList<OperationFigures> all)
    {
        foreach (OperationFigures figures in all)
        {
            await WriteAsync(output, $"{prefix}.{figures.Name}.p50_us {figures.P50:0.0}");
        }
    }
}
