using Microsoft.Data.Sqlite;
using SQLitePCL;
using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>How long a file takes to open until a search is answered, beside reading as many bytes from a flat file, both in the system's cache.</summary>
internal static class OpenCommand
{
    public const string Usage = "open [--n 20000] [--dim 1536] [--users 1]: 1000 to 1000000 memories of so many users, and the length of their vectors";

    private const int Rounds = 5;
    private const int BlockRows = 256;

    // As the history reads its changes.
    private const int MostConnections = 4;

    /// <returns>0, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--n", "--dim", "--users") is not { } options
            || options.Number("--n", 20_000, 1_000, 1_000_000) is not { } memories
            || options.Number("--dim", 1_536, 1, MemoryLimits.Dimensions) is not { } dimensions
            || options.Number("--users", 1, 1, memories) is not { } users)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        await WriteHostAsync(output);
        await using FilledMemory filled = await FilledMemory.FillAsync(new FillPlan(memories, dimensions, users, Alone: 0, IsInMemory: false));
        await filled.CloseAsync();
        double bytes = (double)memories * dimensions * sizeof(float);
        await WriteAsync(output, $"{memories:N0} memories of {users:N0} users, vectors of {dimensions} ({bytes / 1e6:N0} MB)");
        await WriteAsync(output, $"file of {new FileInfo(filled.Path).Length / 1e6:N0} MB; {Rounds} rounds; seed {FilledMemory.Seed}");

        FlatFile flat = new(Path.Combine(filled.Folder, "vectors.bin"));
        flat.Write(memories, dimensions);
        OpenStep[] steps =
        [
            new("flat file", () => Task.FromResult(flat.Read())),
            new("vectors", () => VectorsAsync(filled)),
            new("records and vectors", () => ChangesAsync(filled, memories)),
            new("open and first search", () => OpenAsync(filled)),
        ];
        for (int round = 0; round <= Rounds; round++)
        {
            foreach (OpenStep step in steps)
            {
                await step.MeasureAsync(isMeasured: round > 0);
            }
        }

        double least = steps[0].Median;
        await output.WriteLineAsync("| step | ms, median | flat reads | ms, least | processor ms, least |");
        await output.WriteLineAsync("|---|---|---|---|---|");
        foreach (OpenStep step in steps)
        {
            await WriteAsync(output, $"| {step.Name} | {step.Median:N1} | {step.Median / least:0.0} | {step.Least:N1} | {step.Processor:N1} |");
        }

        await WriteAsync(output, $"open.{dimensions}.vectors_over_flat {steps[1].Median / least:0.00}");
        await WriteAsync(output, $"open.{dimensions}.total_over_flat {steps[^1].Median / least:0.00}");
        return 0;
    }

    private static async Task OpenAsync(FilledMemory filled)
    {
        await using Memory memory = filled.Build(HistoryDurability.Full);
        await memory.OpenAsync();
        MemorySearchResults found = await memory.SearchAsync(filled.Facts.Next().Question, filled.Users[0].Scope);
        Require(found.Count > 0);
    }

    /// <summary>Reads the vectors alone, each compared with its checksum, into blocks as a store has them: by several connections, as the library does.</summary>
    private static async Task VectorsAsync(FilledMemory filled)
    {
        (long last, long expected) = Extent(filled);
        int connections = Math.Clamp(Environment.ProcessorCount, 1, MostConnections);
        long share = (last / connections) + 1;
        int[] counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(() => Vectors(filled, i * share, (i + 1) * share))));
        Require(counts.Sum() == expected);
    }

    private static int Vectors(FilledMemory filled, long after, long through)
    {
        using SqliteConnection connection = Connect(filled);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT checksum, hash, vector FROM embeddings WHERE number > $after AND number <= $through";
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$through", through);
        using SqliteDataReader reader = command.ExecuteReader();
        List<byte[]> blocks = [];
        int count = 0;
        while (reader.Read())
        {
            int place = count++ % BlockRows;
            VectorChecksum checksum = VectorChecksum.Start;
            checksum.Add(raw.SQLITE_BLOB, raw.sqlite3_column_blob(reader.Handle, 1));
            ReadOnlySpan<byte> vector = raw.sqlite3_column_blob(reader.Handle, 2);
            checksum.Add(raw.SQLITE_BLOB, vector);
            Require(reader.GetInt64(0) == checksum.Value);
            if (place == 0)
            {
                blocks.Add(GC.AllocateUninitializedArray<byte>(vector.Length * BlockRows));
            }

            vector.CopyTo(blocks[^1].AsSpan(place * vector.Length));
        }

        return count;
    }

    /// <summary>Gets the last number of a vector, and how many there are: memories with the same text share one.</summary>
    private static (long Last, long Count) Extent(FilledMemory filled)
    {
        using SqliteConnection connection = Connect(filled);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT max(number), count(*) FROM embeddings";
        using SqliteDataReader reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static SqliteConnection Connect(FilledMemory filled)
    {
        SqliteConnection connection = new($"Data Source={filled.Path};Pooling=False;Mode=ReadOnly");
        connection.Open();
        return connection;
    }

    private static async Task ChangesAsync(FilledMemory filled, int expected)
    {
        await using SqliteHistoryStore history = new(new SqliteHistoryOptions { Path = filled.Path });
        await history.OpenAsync();
        int count = 0;
        await foreach (HistoryChange change in history.ReadChangesAsync(afterSequence: 0))
        {
            count += change.Vector.IsEmpty ? 0 : 1;
        }

        Require(count == expected);
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("Not everything that was stored was read.");
        }
    }
}
