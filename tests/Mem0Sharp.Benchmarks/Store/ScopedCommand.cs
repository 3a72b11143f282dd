using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>What a search of one user's memories costs among those of others: beside a store without these, and beside a plain scan with a bitmap.</summary>
internal static class ScopedCommand
{
    public const string Usage =
        "scoped [--n 1000000] [--dim 384] [--rounds 25]: 10000 to 2000000 memories of all users, the length of their vectors, and how often all is measured";

    private const int Few = 100;
    private const int MostPlain = 100_000;
    private const int OneOf = 100;
    private const int SearchesOfFew = 400;
    private const int SearchesOfMany = 40;

    /// <returns>0, 1 where a search finds something else than an exact scan, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--n", "--dim", "--rounds") is not { } options
            || options.Number("--n", 1_000_000, 10_000, 2_000_000) is not { } rows
            || options.Number("--dim", 384, 1, MemoryLimits.Dimensions) is not { } dimensions
            || options.Number("--rounds", 25, 1, 1_000) is not { } rounds
            || (long)Math.Min(rows, MostPlain) * dimensions > Array.MaxLength / 2)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        await WriteHostAsync(output);
        await WriteAsync(
            output,
            $"{rounds} rounds, medians; vectors of {dimensions}; {SharedStore.Questions} questions, top {SharedStore.Top}; seed {SharedStore.Seed}");
        if (!await OfManyAsync(rows, dimensions, rounds, output) || !await OneOfAHundredAsync(Math.Min(rows, MostPlain), dimensions, rounds, output))
        {
            await errors.WriteLineAsync("A search does not find what an exact scan finds.");
            return 1;
        }

        return 0;
    }

    /// <summary>A user with a hundred memories among very many, beside the same memories alone.</summary>
    private static async Task<bool> OfManyAsync(int rows, int dimensions, int rounds, TextWriter output)
    {
        await using SharedStore alone = await SharedStore.FillAsync(Few, Few, dimensions);
        await using SharedStore shared = await SharedStore.FillAsync(rows, Few, dimensions);
        if (!await alone.FindsWhatIsExactAsync() || !await shared.FindsWhatIsExactAsync())
        {
            return false;
        }

        Timed ofFew = Rounds.Each(SearchesOfFew, SharedStore.Questions, i => alone.Store.SearchAsync(alone.Queries[i]));
        Timed ofMany = Rounds.Each(SearchesOfFew, SharedStore.Questions, i => shared.Store.SearchAsync(shared.Queries[i]));
        await Rounds.MeasureAsync([ofFew, ofMany], rounds);
        await WriteAsync(output, $"{Few} memories alone {ofFew.Median * 1_000:0.0} µs; among {rows:N0} of all users {ofMany.Median * 1_000:0.0} µs");
        await WriteAsync(output, $"scoped.of_many.ratio {ofMany.Median / ofFew.Median:0.00}");
        return true;
    }

    /// <summary>A user with one in a hundred of the memories, beside plain scans of all vectors with a bit for each row.</summary>
    private static async Task<bool> OneOfAHundredAsync(int rows, int dimensions, int rounds, TextWriter output)
    {
        float[] vectors = new float[rows * dimensions];
        ulong[] bits = new ulong[(rows + 63) / 64];
        await using SharedStore shared = await SharedStore.FillAsync(
            rows,
            rows / OneOf,
            dimensions,
            (row, vector, isMine) =>
            {
                vector.CopyTo(vectors, row * dimensions);
                bits[row / 64] |= isMine ? 1UL << row : 0;
            });
        BitmapScan plain = new(vectors, dimensions, bits);
        if (!await shared.FindsWhatIsExactAsync() || !IsSame(shared, plain))
        {
            return false;
        }

        Timed search = Rounds.Each(SearchesOfMany, SharedStore.Questions, i => shared.Store.SearchAsync(shared.Queries[i]));
        Timed eachRow = Rounds.Each(SearchesOfMany, SharedStore.Questions, i => plain.Search(shared.UnitOf(i), SharedStore.Top));
        Timed byWords = Rounds.Each(SearchesOfMany, SharedStore.Questions, i => plain.SearchByWords(shared.UnitOf(i), SharedStore.Top));
        await Rounds.MeasureAsync([search, eachRow, byWords], rounds);
        await WriteAsync(output, $"{rows / OneOf:N0} of {rows:N0}: search {search.Median * 1_000:0.0} µs");
        await WriteAsync(output, $"plain scan, bit by bit {eachRow.Median * 1_000:0.0} µs, 64 bits at a time {byWords.Median * 1_000:0.0} µs");
        await WriteAsync(output, $"scoped.1pct.ratio {eachRow.Median / search.Median:0.00}");
        await WriteAsync(output, $"scoped.1pct.ratio_words {byWords.Median / search.Median:0.00}");
        return true;
    }

    private static bool IsSame(SharedStore shared, BitmapScan plain) => Enumerable.Range(0, SharedStore.Questions).All(i =>
    {
        IEnumerable<string> exact = shared.Exact(i).Select(match => match.Id);
        return exact.SequenceEqual(plain.Search(shared.UnitOf(i), SharedStore.Top).Select(IdOf), StringComparer.Ordinal)
            && exact.SequenceEqual(plain.SearchByWords(shared.UnitOf(i), SharedStore.Top).Select(IdOf), StringComparer.Ordinal);
    });

    private static string IdOf((int Row, float Score) match) => SharedStore.Id(match.Row / OneOf);
}
