using System.Globalization;
using Npgsql;
using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>What a memory takes on disk, in each table and its indexes, and how much write-ahead log a write makes.</summary>
internal static class ScalingRows
{
    private const int Writes = 1_000;

    public static async Task RunAsync(PostgresFill filled, int memories, TextWriter output)
    {
        long start = await LogAsync(filled);
        await filled.FillAsync(memories);
        await WriteAsync(output, $"{memories:N0} memories added in {filled.FilledIn.TotalSeconds:0.00} s, {memories / filled.FilledIn.TotalSeconds:N0} a second");
        await WriteAsync(output, $"scaling.wal.bulk_add_bytes {(await LogAsync(filled) - start) / (double)memories:0}");
        await WriteSizesAsync(filled, memories, output);
        await filled.ExecuteAsync("CHECKPOINT");
        await WriteLogAsync(filled, output, "add", n => filled.Memory.AddAsync(
            TextOf(n), PostgresFill.Scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }));
        await WriteLogAsync(filled, output, "update", n => filled.Memory.UpdateAsync(filled.Ids[n % filled.Ids.Count], TextOf(n + Writes)));
        await WriteSizesAsync(filled, memories + Writes, output);
    }

    // Of what is written after a checkpoint, the first change of each page writes the page: a busy server has less of that for each write.
    private static async Task WriteLogAsync(PostgresFill filled, TextWriter output, string name, Func<int, Task> write)
    {
        long start = await LogAsync(filled);
        for (int n = 0; n < Writes; n++)
        {
            await write(n);
        }

        await WriteAsync(output, $"scaling.wal.{name}_bytes {(await LogAsync(filled) - start) / (double)Writes:0}");
    }

    private static Task<long> LogAsync(PostgresFill filled) => filled.ScalarAsync<long>("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");

    private static async Task WriteSizesAsync(PostgresFill filled, int memories, TextWriter output)
    {
        const string Sql = $"""
            SELECT coalesce(p.relname, c.relname), sum(pg_table_size(c.oid))::bigint, sum(pg_indexes_size(c.oid))::bigint
            FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
            WHERE c.relkind = 'r' AND c.relnamespace = '{PostgresFill.Schema}'::regnamespace GROUP BY 1 ORDER BY 2 DESC
            """;
        await output.WriteLineAsync("| table | bytes a memory | of its indexes |");
        await output.WriteLineAsync("|---|---|---|");
        await using NpgsqlCommand command = filled.Source.CreateCommand(Sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        double all = 0;
        while (await reader.ReadAsync())
        {
            (double table, double indexes) = (reader.GetInt64(1) / (double)memories, reader.GetInt64(2) / (double)memories);
            all += table + indexes;
            if (table + indexes >= 10)
            {
                await WriteAsync(output, $"| {reader.GetString(0)} | {table:N0} | {indexes:N0} |");
            }
        }

        await WriteAsync(output, $"scaling.bytes_a_memory {all:0}");
    }

    private static string TextOf(int n) => string.Create(CultureInfo.InvariantCulture, $"Alice has a standing order of {n} bottles of water from the spring.");
}
