using System.Globalization;
using Mem0Sharp.Postgres;
using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>Searches and updates in PostgreSQL, beside the statements that do the same written by hand, and beside a file.</summary>
internal static class PostgresCommand
{
    public const string Usage =
        "postgres [--n 1000,10000] [--dim 384] [--seconds 2] [--rounds 7] [--flush 1] [--prepare 1]: memories of one user, the length of their vectors, how "
        + "long and how often each is measured, in turn, whether a commit waits for the disk, and whether our statements are prepared";

    private const int Top = 10;

    private static int _turn;

    /// <returns>0, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--n", "--dim", "--seconds", "--rounds", "--flush", "--prepare") is not { } options
            || options.Numbers("--n", [1_000, 10_000], 100, 1_000_000) is not { } sizes
            || options.Number("--dim", 384, 1, MemoryLimits.Dimensions) is not { } dimensions
            || options.Number("--seconds", 2, 1, 600) is not { } seconds
            || options.Number("--rounds", 7, 1, 1_000) is not { } rounds
            || options.Number("--flush", 1, 0, 1) is not { } flush
            || options.Number("--prepare", 1, 0, 1) is not { } prepare)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        await WriteHostAsync(output);
        foreach (int memories in sizes)
        {
            await using PostgresFill filled = await PostgresFill.StartAsync(dimensions, flush == 1, prepare == 1);
            await filled.FillAsync(memories);
            await using FilledMemory embedded = await FilledMemory.FillAsync(new FillPlan(memories, dimensions, Users: 1, Alone: 0, IsInMemory: false));
            await WriteAsync(output, $"{memories:N0} memories of one user, vectors of {dimensions}; {filled.Version}, flush {flush}, prepare {prepare}");
            await WriteAsync(output, $"filled in {filled.FilledIn.TotalSeconds:0.0} s; {rounds} rounds of {seconds} s for each, in turn; seed {FilledMemory.Seed}");
            CommitLoad[] searches = await SearchesAsync(filled, embedded, dimensions);
            await MeasureAsync(output, $"search.{memories}", searches, seconds, rounds);
            await MeasureAsync(output, $"update.{memories}", await UpdatesAsync(filled, embedded, dimensions), seconds, rounds);
            IReadOnlyList<string> problems = (await embedded.Memory.CheckAsync()).Problems;
            await WriteAsync(output, $"{problems.Count} problems in the file");
        }

        return 0;
    }

    private static async Task<CommitLoad[]> SearchesAsync(PostgresFill filled, FilledMemory embedded, int dimensions)
    {
        BareStatements bare = new(filled.BareSource, PostgresFill.Schema);
        long owner = await filled.ScalarAsync<long>($"SELECT owner FROM {PostgresFill.Schema}.memories LIMIT 1");
        PostgresHistoryStore history = new(filled.Source, filled.Options);
        PostgresVectorStore store = new(history);
        HistoryState state = await history.OpenAsync();
        await store.OpenAsync(state.Space!);
        RandomVectors vectors = new(dimensions, FilledMemory.Seed);
        MemorySearchOptions byVector = new() { Mode = MemorySearchMode.Vector, Top = Top };
        MemorySearchOptions hybrid = new() { Top = Top };
        return
        [
            new("bare SQL", 1, async _ => Require(await bare.SearchAsync(owner, PostgresFill.Scope.UserId!, vectors.Next(), Top))),
            new("store", 1, async _ => Require((await store.SearchAsync(new VectorQuery { Vector = vectors.Next(), Scope = PostgresFill.Scope, Top = Top })).Count)),
            new("Memory, vector", 1, async _ => Require((await filled.Memory.SearchAsync(NextText(), PostgresFill.Scope, byVector)).Count)),
            new("Memory, hybrid", 1, _ => filled.Memory.SearchAsync(NextText(), PostgresFill.Scope, hybrid)),
            new("file, vector", 1, async _ => Require((await embedded.Memory.SearchAsync(NextText(), embedded.Users[0].Scope, byVector)).Count)),
            new("file, hybrid", 1, _ => embedded.Memory.SearchAsync(NextText(), embedded.Users[0].Scope, hybrid)),
        ];
    }

    private static async Task<CommitLoad[]> UpdatesAsync(PostgresFill filled, FilledMemory embedded, int dimensions)
    {
        BareStatements bare = new(filled.BareSource, PostgresFill.Schema);
        PostgresHistoryStore history = new(filled.Source, filled.Options);
        EmbeddingSpace space = (await history.OpenAsync()).Space!;
        RandomVectors vectors = new(dimensions, FilledMemory.Seed + 1);

        // What is written by hand leaves records that nothing can read: its memories are its own.
        string[] mine = [.. filled.Ids[..(filled.Ids.Count / 2)]], others = [.. filled.Ids[(filled.Ids.Count / 2)..]];
        return
        [
            new("bare SQL", 1, _ => bare.UpdateAsync(NextId(others), NextText(), vectors.Next())),
            new("commit", 1, _ => history.CommitAsync([WriteOf(NextId(mine), NextText(), new StoredEmbedding(space, vectors.Next()))])),
            new("Memory", 1, _ => filled.Memory.UpdateAsync(NextId(mine), NextText())),
            new("file", 1, _ => embedded.Memory.UpdateAsync(NextId(embedded.Users[0].Ids), NextText())),
        ];
    }

    private static HistoryWrite WriteOf(string id, string text, StoredEmbedding embedding) => new(id, head => new HistoryAppend
    {
        Event = MemoryEvent.Update,
        Item = head!.Item with { Text = text, Version = head.Item.Version + 1, RecordedAt = head.Item.RecordedAt.AddTicks(1) },
        Embedding = embedding,
    });

    private static async Task MeasureAsync(TextWriter output, string name, CommitLoad[] loads, int seconds, int rounds)
    {
        for (int round = 0; round <= rounds; round++)
        {
            foreach (CommitLoad load in loads)
            {
                await load.RunAsync(TimeSpan.FromSeconds(round == 0 ? 1 : seconds), commits: null, isMeasured: round > 0);
            }
        }

        await output.WriteLineAsync($"| {name} | p50 µs | p99 µs | calls/s | over bare SQL (p50) |");
        await output.WriteLineAsync("|---|---|---|---|---|");
        foreach (CommitLoad load in loads)
        {
            await WriteAsync(
                output,
                $"| {load.Name} | {load.At(0.5):N0} | {load.At(0.99):N0} | {load.PerSecond:N0} | {load.At(0.5) / loads[0].At(0.5):0.00} |");
        }

        await WriteAsync(output, $"{loads.Sum(load => load.Failed)} of {loads.Sum(load => load.Count):N0} calls failed");
    }

    private static void Require(int rows)
    {
        if (rows != Top)
        {
            throw new InvalidOperationException($"A search found {rows} memories, not {Top}.");
        }
    }

    private static string NextId(IReadOnlyList<string> ids) => ids[(int)(_turn * 7_919L % ids.Count)];

    private static string NextText() => string.Create(CultureInfo.InvariantCulture, $"Alice has a standing order of {++_turn} bottles of water.");
}
