using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>What a search by vector costs where the process keeps codes only and the vectors stay in the file, beside one with all vectors at hand.</summary>
/// <remarks>
/// Two memories over one file, the same questions in turn; results are compared before anything is timed. One user has a tenth of the memories, the
/// other has the rest.
/// </remarks>
internal static class CodesCommand
{
    public const string Usage =
        "codes [--n 20000] [--dim 384] [--rounds 25]: 1000 to 1000000 memories in a file, the length of their vectors, and how often all is measured";

    private const int Questions = 24;
    private const int Searches = 48;
    private const int Tenth = 10;
    private static readonly MemorySearchOptions ByVector = new() { Mode = MemorySearchMode.Vector };

    /// <returns>0, 1 where the two find something else, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--n", "--dim", "--rounds") is not { } options
            || options.Number("--n", 20_000, 1_000, 1_000_000) is not { } memories
            || options.Number("--dim", 384, 1, MemoryLimits.Dimensions) is not { } dimensions
            || options.Number("--rounds", 25, 1, 1_000) is not { } rounds)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        await WriteHostAsync(output);
        FillPlan plan = new(memories, dimensions, Users: 1, Alone: memories / Tenth, IsInMemory: false);
        await using FilledMemory filled = await FilledMemory.FillAsync(plan);
        await using Memory codes = filled.Build(HistoryDurability.Full, VectorStorage.CodesOnly);
        await codes.OpenAsync();
        StageFacts facts = new(FilledMemory.Seed + 1);
        string[] questions = [.. Enumerable.Range(0, Questions).Select(_ => facts.Next().Question)];
        await WriteAsync(output, $"{memories:N0} memories, vectors of {dimensions}; {rounds} rounds, medians; {Questions} questions; seed {FilledMemory.Seed}");
        foreach (FilledUser user in (FilledUser[])[filled.Users[0], filled.Lone])
        {
            foreach (string question in questions)
            {
                if (!(await codes.SearchAsync(question, user.Scope, ByVector)).SequenceEqual(await filled.Memory.SearchAsync(question, user.Scope, ByVector)))
                {
                    await errors.WriteLineAsync("With codes only a search does not find what it finds with all vectors.");
                    return 1;
                }
            }

            Timed full = Rounds.Each(Searches, Questions, i => filled.Memory.SearchAsync(questions[i], user.Scope, ByVector));
            Timed codesOnly = Rounds.Each(Searches, Questions, i => codes.SearchAsync(questions[i], user.Scope, ByVector));
            await Rounds.MeasureAsync([full, codesOnly], rounds);
            await WriteAsync(
                output,
                $"of {user.Ids.Count:N0}: all vectors {full.Median * 1_000:0.0} µs, codes only {codesOnly.Median * 1_000:0.0} µs; both find the same");
            await WriteAsync(output, $"codes.{user.Ids.Count}.ratio {codesOnly.Median / full.Median:0.00}");
        }

        return 0;
    }
}
