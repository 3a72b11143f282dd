using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>How fast an exact search is, beside a plain scan of the same vectors and beside what the machine reads.</summary>
/// <remarks>
/// Medians of rounds in which all take turns. Before that, each question's result is compared with that of working out and sorting all scores: ids,
/// order and the scores' bits.
/// </remarks>
internal static class ScanCommand
{
    public const string Usage =
        "scan [--n 100000] [--dim 384] [--rounds 25]: 1000 to 1000000 vectors, their lengths, separated by commas, and how often all is measured";

    private const int MostRead = 64 << 20;

    private static readonly int[] Batches = [6, ScanData.Questions];
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500);

    /// <returns>0, 1 where a search finds something else than an exact scan, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--n", "--dim", "--rounds") is not { } options
            || options.Number("--n", 100_000, 1_000, 1_000_000) is not { } rows
            || options.Numbers("--dim", [384], 1, MemoryLimits.Dimensions) is not { } all
            || options.Number("--rounds", 25, 1, 1_000) is not { } rounds
            || Array.Exists(all, dimensions => (long)rows * CodeFormat.Stride(dimensions) > Array.MaxLength / 2))
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        await WriteHostAsync(output);
        await WriteAsync(output, $"{rows:N0} vectors, {rounds} rounds, medians; {ScanData.Questions} questions, top {ScanData.Top}; seed {ScanData.Seed}");
        foreach (int dimensions in all)
        {
            await using ScanData data = await ScanData.FillAsync(rows, dimensions);
            if (await WrongAsync(data) is { } wrong)
            {
                await errors.WriteLineAsync(wrong);
                return 1;
            }

            await MeasureAsync(data, dimensions, rounds, output);
        }

        return 0;
    }

    /// <summary>Compares what the stores find with what is exact.</summary>
    /// <returns>What is wrong, or null.</returns>
    private static async Task<string?> WrongAsync(ScanData data)
    {
        IReadOnlyList<IReadOnlyList<VectorMatch>> together = await data.OneThread.SearchManyAsync(data.Queries);
        for (int i = 0; i < ScanData.Questions; i++)
        {
            (string Id, double Score)[] exact = data.Exact(i);
            foreach (IReadOnlyList<VectorMatch> found in (IReadOnlyList<VectorMatch>[])
                [await data.OneThread.SearchAsync(data.Queries[i]), await data.AllThreads.SearchAsync(data.Queries[i]), together[i]])
            {
                if (!found.Select(match => (match.Item.Id, match.Score)).SequenceEqual(exact))
                {
                    return $"Question {i}: a search does not find what an exact scan finds.";
                }
            }
        }

        return null;
    }

    private static async Task MeasureAsync(ScanData data, int dimensions, int rounds, TextWriter output)
    {
        float[] buffer = data.Vectors.Length > MostRead ? data.Vectors[..MostRead] : data.Vectors;
        float sum = 0;
        int products = 0;
        Timed plain = Each(i => data.Plain.Search(data.Unit(i), ScanData.Top));
        Timed one = Each(i => data.OneThread.SearchAsync(data.Queries[i]));
        Timed threads = Each(i => data.AllThreads.SearchAsync(data.Queries[i]));
        Timed pass = Each(i => products ^= data.Codes.One(i));
        Timed read = Each(_ => sum += ReadBandwidth.Sum(buffer));
        Timed[] passes = Array.ConvertAll(Batches, count => Each(_ => products ^= data.Codes.Several(count)));
        Timed[] searches = Array.ConvertAll(Batches, count => Each(_ => data.OneThread.SearchManyAsync(data.Queries[..count])));
        Timed[] all = [plain, one, threads, pass, read, .. passes, .. searches];
        foreach (Timed timed in all)
        {
            await timed.WarmUpAsync(WarmUp);
        }

        for (int round = 0; round < rounds; round++)
        {
            foreach (Timed timed in all)
            {
                await timed.MeasureAsync();
            }
        }

        GC.KeepAlive((sum, products));
        double rescored = Enumerable.Range(0, ScanData.Questions).Average(i => data.Codes.NotExcluded(i, (float)data.Exact(i)[^1].Score));
        await WriteAsync(output, $"vectors of {dimensions}: plain scan {plain.Median:0.000} ms");
        await WriteAsync(output, $"search on one thread {one.Median:0.000} ms, on all that it may take {threads.Median:0.000} ms");
        await WriteAsync(output, $"first pass alone {pass.Median:0.000} ms for {data.Codes.Bytes / 1e6:0.0} MB; every search found what an exact scan finds");
        await WriteAsync(output, $"scan.{dimensions}.ratio {plain.Median / one.Median:0.00}");
        await WriteAsync(output, $"scan.{dimensions}.ratio_threads {plain.Median / threads.Median:0.00}");
        await WriteAsync(output, $"scan.{dimensions}.bandwidth {data.Codes.Bytes / pass.Median / 1e6:0.0}");
        await WriteAsync(output, $"scan.{dimensions}.read_bandwidth {sizeof(float) * (double)buffer.Length / read.Median / 1e6:0.0}");
        await WriteAsync(output, $"scan.{dimensions}.rescored {rescored:0}");
        for (int i = 0; i < Batches.Length; i++)
        {
            // One by one takes as many times what one takes.
            await WriteAsync(output, $"scan.{dimensions}.batch{Batches[i]}.ratio {Batches[i] * pass.Median / passes[i].Median:0.00}");
            await WriteAsync(output, $"scan.{dimensions}.search_many{Batches[i]}.ratio {Batches[i] * one.Median / searches[i].Median:0.00}");
        }
    }

    /// <summary>Times something that asks the next question each time.</summary>
    private static Timed Each(Action<int> run)
    {
        int next = 0;
        return new Timed(1, () =>
        {
            run(next++ % ScanData.Questions);
            return Task.CompletedTask;
        });
    }

    private static Timed Each(Func<int, Task> run)
    {
        int next = 0;
        return new Timed(1, () => run(next++ % ScanData.Questions));
    }
}
