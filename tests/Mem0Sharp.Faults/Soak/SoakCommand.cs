using System.Diagnostics;
using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>"soak": a long run of mixed operations, in which neither the process nor the file may grow (A9).</summary>
internal static class SoakCommand
{
    private const int Samples = 100, Reports = 20;

    // Small enough to be full long before the end of the warm-up.
    private const long CacheBytes = 1 << 20;

    private const double MostGrowth = 0.05, MostFile = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int operations = FaultArguments.Option(arguments, "--operations", 1_000_000);
        int seed = FaultArguments.Option(arguments, "--seed", 1);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-soak-");
        try
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"seed {seed}, {operations} operations on {SoakRun.Generations * SoakRun.MemoriesPerGeneration} memories at most, flushed as Relaxed"));
            return await SoakAsync(Path.Combine(folder.FullName, "memories.db"), operations, seed, output, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> SoakAsync(string path, int operations, int seed, TextWriter output, CancellationToken cancellationToken)
    {
        // Flushed less, since it is not the disk that is looked at.
        await using Memory memory = new MemoryBuilder()
            .UseHistory(new SqliteHistoryStore(new SqliteHistoryOptions { Path = path, Durability = HistoryDurability.Relaxed }))
            .UseEmbeddings(new SoakEmbedder())
            .Configure(settings => settings.EmbeddingCacheBytes = CacheBytes)
            .Build();
#pragma warning disable RS0030 // Seeded, and printed.
        SoakRun run = new(memory, new Random(seed));
#pragma warning restore RS0030
        List<SoakSample> samples = [];
        long started = Stopwatch.GetTimestamp();
        for (int sample = 1; sample <= Samples; sample++)
        {
            int until = (int)((long)operations * sample / Samples);
            for (int done = samples.Count == 0 ? 0 : samples[^1].Done; done < until; done++)
            {
                await run.StepAsync(cancellationToken);
            }

            samples.Add(SoakSample.Take(until));
            if (sample % (Samples / Reports) == 0)
            {
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sample,3} %: {until} operations in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s, resident {Megabytes(samples[^1].Resident):F1} MB, managed {Megabytes(samples[^1].Managed):F1} MB, SQLite {Megabytes(samples[^1].Sqlite):F1} MB, files {Megabytes(Size(path)):F1} MB, {run.Erased} erased"));
            }
        }

        return await JudgeAsync(memory, run, path, samples, output, cancellationToken);
    }

    /// <summary>Compares the medians of the samples from 20 to 40 % and of the last 20 %, and the file with a copy of what is live in it.</summary>
    private static async Task<int> JudgeAsync(
        Memory memory, SoakRun run, string path, List<SoakSample> samples, TextWriter output, CancellationToken cancellationToken)
    {
        SoakSample[] early = [.. samples.Skip(Samples / 5).Take(Samples / 5)];
        SoakSample[] late = [.. samples.TakeLast(Samples / 5)];
        (long before, long after) = (SoakSample.Median(early.Select(sample => sample.Resident)), SoakSample.Median(late.Select(sample => sample.Resident)));
        (long managedBefore, long managedAfter) = (
            SoakSample.Median(early.Select(sample => sample.Managed)), SoakSample.Median(late.Select(sample => sample.Managed)));
        IReadOnlyList<string> problems = await run.CheckAsync(cancellationToken);
        await run.EraseOldestAsync(cancellationToken);
        string copy = path + ".copy";
        await memory.BackupAsync(copy, cancellationToken);
        double file = (double)Size(path) / new FileInfo(copy).Length;
        double growth = Growth(before, after);
        foreach (string problem in problems)
        {
            await output.WriteLineAsync("# " + problem);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"managed {Megabytes(managedBefore):F1} MB after warm-up, {Megabytes(managedAfter):F1} MB at the end ({Growth(managedBefore, managedAfter):+0.0 %;-0.0 %}); live data {Megabytes(new FileInfo(copy).Length):F1} MB, {run.Erased} memories erased"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{samples[^1].Done} operations, resident {Megabytes(before):F1} MB after warm-up, {Megabytes(after):F1} MB at the end ({growth:+0.0 %;-0.0 %}), file {file:F2} x its live data, {problems.Count} problems"));
        return growth < MostGrowth && file <= MostFile && problems.Count == 0 ? 0 : 1;
    }

    private static double Growth(long before, long after) => ((double)after / before) - 1;

    private static double Megabytes(long bytes) => bytes / 1e6;

    /// <summary>Gets the size of the file and of its log.</summary>
    private static long Size(string path) => new FileInfo(path).Length + (new FileInfo(path + "-wal") is { Exists: true } log ? log.Length : 0);
}
