using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>What a search with a filter takes, beside plain scans of the same vectors that look at a dictionary for each row.</summary>
internal static class FiltersCommand
{
    public const string Usage =
        "filters [--n 100000] [--dim 384] [--rounds 15]: 10000, 100000 or 1000000 memories of one user, the length of their vectors, "
        + "and how often all is measured";

    private const int SearchesOfOne = 20_000;
    private const int MostSearches = 100;

    // What a filter leaves: so many percent, which is one of so many.
    private static readonly (string Percent, int OneOf)[] Kept = [("0.1", 1_000), ("1", 100), ("10", 10), ("100", 1)];

    /// <returns>0, 1 where a search finds something else than an exact scan, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--n", "--dim", "--rounds") is not { } options
            || options.Number("--n", 100_000, 10_000, 1_000_000) is not { } rows
            || rows is not (10_000 or 100_000 or 1_000_000)
            || options.Number("--dim", 384, 1, MemoryLimits.Dimensions) is not { } dimensions
            || options.Number("--rounds", 15, 1, 1_000) is not { } rounds
            || (long)rows * dimensions > Array.MaxLength / 2)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        await WriteHostAsync(output);
        await WriteAsync(output, $"{rows:N0} memories of one user, vectors of {dimensions}; {rounds} rounds, medians");
        await WriteAsync(output, $"{FilteredData.Questions} questions, top {FilteredData.Top}; seed {FilteredData.Seed}");
        await using FilteredData data = await FilteredData.FillAsync(rows, dimensions);
        foreach ((string percent, int oneOf) in Kept)
        {
            double least = double.PositiveInfinity;
            foreach (FilterKind kind in FilterKind.Of(oneOf, rows))
            {
                if (await data.MatchesAsync(kind) is not { } kept)
                {
                    await errors.WriteLineAsync($"{percent} % by {kind.Name}: a search does not find what an exact scan finds.");
                    return 1;
                }

                least = Math.Min(least, await MeasureAsync(data, kind, percent, kept, rounds, output));
            }

            await WriteAsync(output, $"filters.{percent}.ratio {least:0.00}");
        }

        return 0;
    }

    /// <returns>How many times as long the quicker of the plain scans takes.</returns>
    private static async Task<double> MeasureAsync(FilteredData data, FilterKind kind, string percent, int kept, int rounds, TextWriter output)
    {
        int times = Math.Clamp(SearchesOfOne / kept, 1, MostSearches);
        Timed search = Rounds.Each(times, FilteredData.Questions, i => data.Store.SearchAsync(data.Query(i, kind.Filter)));
        Timed scoreFirst = Rounds.Each(1, FilteredData.Questions, i => data.Plain.ScoreThenFilter(data.UnitOf(i), FilteredData.Top, kind.Matches));
        Timed filterFirst = Rounds.Each(1, FilteredData.Questions, i => data.Plain.FilterThenScore(data.UnitOf(i), FilteredData.Top, kind.Matches));
        await Rounds.MeasureAsync([search, scoreFirst, filterFirst], rounds);
        await WriteAsync(output, $"{percent} % by {kind.Name} ({kept:N0}): search {search.Median:0.000} ms");
        await WriteAsync(output, $"plain scan, scores first {scoreFirst.Median:0.000} ms, filter first {filterFirst.Median:0.000} ms");
        await WriteAsync(output, $"filters.{percent}.{kind.Name}.ratio_score_first {scoreFirst.Median / search.Median:0.00}");
        await WriteAsync(output, $"filters.{percent}.{kind.Name}.ratio_filter_first {filterFirst.Median / search.Median:0.00}");
        return Math.Min(scoreFirst.Median, filterFirst.Median) / search.Median;
    }
}
