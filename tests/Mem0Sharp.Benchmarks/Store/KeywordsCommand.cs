using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>What a search by words takes, beside SQLite's full-text search (FTS5, bm25) over the same texts: of all of them, and of one user's.</summary>
internal static class KeywordsCommand
{
    public const string Usage =
        "keywords [--n 100000] [--rounds 9]: 10000 to 1000000 memories of one user, then of users that have 1000 each, and how often all is measured";

    private const int OfEach = 1_000;
    private const int Searches = 32;

    /// <returns>0, 1 where a search finds something else than BM25 worked out anew, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--n", "--rounds") is not { } options
            || options.Number("--n", 100_000, 10_000, 1_000_000) is not { } count
            || options.Number("--rounds", 9, 1, 1_000) is not { } rounds)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        await WriteHostAsync(output);
        await WriteAsync(
            output, $"{count:N0} texts, {rounds} rounds, medians; {KeywordData.Questions} questions, top {KeywordData.Top}; seed {KeywordData.Seed}");
        foreach ((int users, string name) in ((int, string)[])[(1, "ratio"), (count / OfEach, "scoped_ratio")])
        {
            await using KeywordData data = await KeywordData.FillAsync(count, users);
            if (!await data.FindsWhatIsExactAsync())
            {
                await errors.WriteLineAsync($"{users} users: a search does not find what BM25 says.");
                return 1;
            }

            Timed search = Rounds.Each(Searches, KeywordData.Questions, i => data.Store.SearchKeywordsAsync(data.Queries[i]));
            Timed fullText = Rounds.Each(Searches, KeywordData.Questions, i => data.SearchFullText(i));
            await Rounds.MeasureAsync([search, fullText], rounds);
            await WriteAsync(output, $"one of {users:N0} users: search {search.Median * 1_000:0.0} µs, FTS5 {fullText.Median * 1_000:0.0} µs");
            await WriteAsync(output, $"keywords.{name} {fullText.Median / search.Median:0.00}");
        }

        return 0;
    }
}
