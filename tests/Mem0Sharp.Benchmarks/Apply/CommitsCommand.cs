using System.Globalization;
using System.Text.Json.Nodes;
using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>How many durable updates a file takes, from one caller and from many at once, beside bare transactions of one row in the same file.</summary>
internal static class CommitsCommand
{
    public const string Usage =
        "commits [--n 10000] [--dim 384] [--users 100] [--callers 8,64] [--seconds 2] [--rounds 5] [--flush-us 0]: 1000 to 1000000 memories of so many users, the "
        + "length of their vectors, how many callers write at once beside one alone, how long and how often, and "
        + "by how many microseconds a flush is made to take longer";

    private static int _turn;

    /// <returns>0, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--n", "--dim", "--users", "--callers", "--seconds", "--rounds", "--flush-us") is not { } options
            || options.Number("--n", 10_000, 1_000, 1_000_000) is not { } memories
            || options.Number("--dim", 384, 1, MemoryLimits.Dimensions) is not { } dimensions
            || options.Number("--users", 100, 1, memories) is not { } users
            || options.Numbers("--callers", [8, 64], 2, 1_000) is not { } callers
            || options.Number("--seconds", 2, 1, 600) is not { } seconds
            || options.Number("--rounds", 5, 1, 1_000) is not { } rounds
            || options.Number("--flush-us", 0, 0, 1_000_000) is not { } slower)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        if (slower > 0 && !SlowDisk.IsHere)
        {
            return await SlowDisk.RunAsync(slower, errors);
        }

        await WriteHostAsync(output);
        await using FilledMemory filled = await FilledMemory.FillAsync(new FillPlan(memories, dimensions, users, Alone: 0, IsInMemory: false));
        await WriteAsync(output, $"{memories:N0} memories of {users:N0} users, vectors of {dimensions}; SQLite file, full durability, flushes made longer by {slower} µs");
        await WriteAsync(output, $"{rounds} rounds of {seconds} s for each, in turn; seed {FilledMemory.Seed}");

        string[] ids = [.. filled.Users.SelectMany(user => user.Ids)];
        new Random(FilledMemory.Seed).Shuffle(ids);
        using CommitCounter commits = new();
        using BareInsert bare = new(filled.Path, HistoryDurability.Full);
        CommitLoad transactions = new("bare", callers: 1, _ => Task.FromResult(bare.Write(NextId(ids), NextText())));
        CommitLoad patches = new("metadata1", callers: 1, _ => PatchAsync(filled.Memory, NextId(ids)));
        CommitLoad single = new("update1", callers: 1, _ => filled.Memory.UpdateAsync(NextId(ids), NextText()));
        CommitLoad[] many = Array.ConvertAll(
            callers, count => new CommitLoad($"update{count}", count, _ => filled.Memory.UpdateAsync(NextId(ids), NextText())));
        CommitLoad[] all = [transactions, patches, single, .. many];
        for (int round = 0; round <= rounds; round++)
        {
            foreach (CommitLoad load in all)
            {
                await load.RunAsync(
                    TimeSpan.FromSeconds(round == 0 ? 1 : seconds), ReferenceEquals(load, transactions) ? null : commits, isMeasured: round > 0);
            }
        }

        await output.WriteLineAsync("| writes | callers | p50 µs | p99 µs | writes/s | writes a commit |");
        await output.WriteLineAsync("|---|---|---|---|---|---|");
        foreach (CommitLoad load in all)
        {
            await WriteAsync(
                output,
                $"| {load.Name} | {load.Callers} | {load.At(0.5):N0} | {load.At(0.99):N0} | {load.PerSecond:N0} | {load.WritesEach:0.0} |");
        }

        int count = all[1..].Sum(load => load.Count);
        await WriteAsync(
            output,
            $"Beside what is asked of such systems: an update in under 100 ms (p99 of one caller {single.At(0.99) / 1e3:0.0} ms, of {callers[^1]}");
        await WriteAsync(
            output,
            $"{many[^1].At(0.99) / 1e3:0.0} ms), over 1,000 updates a second ({single.PerSecond:N0}, {many[^1].PerSecond:N0}), under 0.1 % errors");
        await WriteAsync(
            output,
            $"({100.0 * all.Sum(load => load.Failed) / count:0.000} % of {count:N0}), under 1 GB of cached embeddings ({new MemoryOptions().EmbeddingCacheBytes / 1e6:N0} MB at most by default).");
        await WriteAsync(output, $"commits.1.over_bare {single.PerSecond / transactions.PerSecond:0.00}");
        await WriteAsync(output, $"commits.metadata1.over_bare {patches.PerSecond / transactions.PerSecond:0.00}");
        foreach (CommitLoad load in many)
        {
            await WriteAsync(output, $"commits.{load.Callers}.over_1 {load.PerSecond / single.PerSecond:0.00}");
            await WriteAsync(output, $"commits.{load.Callers}.writes_a_commit {load.WritesEach:0.0}");
            await WriteAsync(output, $"commits.{load.Callers}.p99_over_p50 {load.At(0.99) / load.At(0.5):0.0}");
        }

        return 0;
    }

    private static Task PatchAsync(Memory memory, string id) => memory.UpdateAsync(
        id, new MemoryPatch { Metadata = MetadataPatch.Merge(new JsonObject { ["turn"] = Interlocked.Increment(ref _turn) }) });

    private static string NextId(string[] ids) => ids[(uint)Interlocked.Increment(ref _turn) % ids.Length];

    private static string NextText() =>
        string.Create(CultureInfo.InvariantCulture, $"Has a standing order of {Interlocked.Increment(ref _turn)} bottles of still water.");
}
