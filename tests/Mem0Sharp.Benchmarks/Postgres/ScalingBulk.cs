using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>Rows of the history by a statement for each, by one with arrays, and by COPY: prepared, each as one transaction.</summary>
internal static class ScalingBulk
{
    private const string Columns = "owner, sequence, id, memory_id, event, recorded_at, record, text_hash, new_hash";

    private static readonly NpgsqlDbType[] Types =
    [
        NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Smallint, NpgsqlDbType.Bigint, NpgsqlDbType.Text,
        NpgsqlDbType.Bytea, NpgsqlDbType.Text,
    ];

    private static long _sequence;

    public static async Task RunAsync(PostgresFill filled, int rounds, TextWriter output)
    {
        await filled.ExecuteAsync($"CREATE TABLE bulk (LIKE {PostgresFill.Schema}.history_0 INCLUDING ALL)");
        await using NpgsqlConnection connection = await filled.BareSource.OpenConnectionAsync();
        await output.WriteLineAsync("| rows | a statement each, µs a row | arrays | COPY |");
        await output.WriteLineAsync("|---|---|---|---|");
        foreach (int rows in (int[])[1, 10, 100, 1_000, 10_000])
        {
            Func<int, Task>[] ways = [count => EachAsync(connection, count), count => ArraysAsync(connection, count), count => CopyAsync(connection, count)];
            List<double>[] taken = [[], [], []];
            for (int round = -1; round < rounds * 3; round++)
            {
                for (int way = 0; way < ways.Length; way++)
                {
                    long start = Stopwatch.GetTimestamp();
                    await ways[way](rows);
                    if (round >= 0)
                    {
                        taken[way].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / rows);
                    }
                }
            }

            double[] medians = Array.ConvertAll(taken, times => times.Order().ElementAt(times.Count / 2));
            await WriteAsync(output, $"| {rows:N0} | {medians[0]:N1} | {medians[1]:N1} | {medians[2]:N1} |");
        }
    }

    private static object[] Row()
    {
        long number = Interlocked.Increment(ref _sequence);
        string id = string.Create(CultureInfo.InvariantCulture, $"018cc251-f401-7683-8b54-{number:x12}");
        return [7L, number, id, id, (short)0, number, new string('r', 400), System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number)), new string('h', 64)];
    }

    private static async Task EachAsync(NpgsqlConnection connection, int count)
    {
        await using NpgsqlBatch batch = new(connection);
        for (int i = 0; i < count; i++)
        {
            NpgsqlBatchCommand command = new($"INSERT INTO bulk ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
            object[] row = Row();
            for (int column = 0; column < Types.Length; column++)
            {
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = Types[column], Value = row[column] });
            }

            batch.BatchCommands.Add(command);
        }

        await batch.PrepareAsync();
        await batch.ExecuteNonQueryAsync();
    }

    private static async Task ArraysAsync(NpgsqlConnection connection, int count)
    {
        await using NpgsqlCommand command = new($"INSERT INTO bulk ({Columns}) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)", connection);
        object[][] rows = [.. Enumerable.Range(0, count).Select(_ => Row())];
        for (int column = 0; column < Types.Length; column++)
        {
            object values = Types[column] switch
            {
                NpgsqlDbType.Bigint => Array.ConvertAll(rows, row => (long)row[column]),
                NpgsqlDbType.Smallint => Array.ConvertAll(rows, row => (short)row[column]),
                NpgsqlDbType.Bytea => Array.ConvertAll(rows, row => (byte[])row[column]),
                _ => Array.ConvertAll(rows, row => (string)row[column]),
            };
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | Types[column], Value = values });
        }

        await command.PrepareAsync();
        await command.ExecuteNonQueryAsync();
    }

    private static async Task CopyAsync(NpgsqlConnection connection, int count)
    {
        await using NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync($"COPY bulk ({Columns}) FROM STDIN (FORMAT binary)");
        for (int i = 0; i < count; i++)
        {
            await copy.StartRowAsync();
            object[] row = Row();
            for (int column = 0; column < Types.Length; column++)
            {
                await copy.WriteAsync(row[column], Types[column]);
            }
        }

        await copy.CompleteAsync();
    }
}
