using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>How long an approximate index (HNSW) of vectors takes to build, how large it is, and what an insert costs with it.</summary>
/// <remarks>Vectors lie around a hundred centers, as texts of some subjects do: wholly random ones would be as far from each other as any can be.</remarks>
internal static class ScalingIndex
{
    private const int Centers = 100, AtOnce = 1_000;

    public static async Task RunAsync(PostgresFill filled, int dimensions, int rows, int megabytes, int workers, TextWriter output)
    {
        await filled.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"CREATE TABLE indexed (number bigint PRIMARY KEY, embedding vector({dimensions}) NOT NULL)"));
        RandomVectors vectors = new(dimensions, FilledMemory.Seed);
        float[][] centers = [.. Enumerable.Range(0, Centers).Select(_ => vectors.Next())];
        int made = 0;
        while (made < rows)
        {
            made = await InsertAsync(filled, vectors, centers, made, Math.Min(AtOnce, rows - made));
        }

        await filled.ExecuteAsync("VACUUM ANALYZE indexed");
        long start = Stopwatch.GetTimestamp();
        await filled.ExecuteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"SET maintenance_work_mem = '{megabytes}MB'; SET max_parallel_maintenance_workers = {workers}; CREATE INDEX indexed_by_vector ON indexed USING hnsw (embedding vector_cosine_ops)"));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long index = await filled.ScalarAsync<long>("SELECT pg_relation_size('indexed_by_vector')");
        long table = await filled.ScalarAsync<long>("SELECT pg_table_size('indexed')");
        await WriteAsync(output, $"HNSW of {rows:N0} vectors, m 16, ef_construction 64, maintenance_work_mem {megabytes} MB, {workers} workers besides");
        await WriteAsync(output, $"scaling.index.build_s {seconds:0.0}");
        await WriteAsync(output, $"scaling.index.build_us_a_row {seconds * 1e6 / rows:0}");
        await WriteAsync(output, $"scaling.index.bytes_a_row {index / (double)rows:0}");
        await WriteAsync(output, $"scaling.index.table_bytes_a_row {table / (double)rows:0}");
        start = Stopwatch.GetTimestamp();
        await InsertAsync(filled, vectors, centers, made, AtOnce);
        await WriteAsync(output, $"scaling.index.insert_us_a_row {Stopwatch.GetElapsedTime(start).TotalMicroseconds / AtOnce:0}");
    }

    private static async Task<int> InsertAsync(PostgresFill filled, RandomVectors vectors, float[][] centers, int from, int count)
    {
        await using NpgsqlCommand command = filled.Source.CreateCommand(
            "INSERT INTO indexed SELECT $1 + k, $2[(k * $3 + 1) : ((k + 1) * $3)]::vector FROM generate_series(0, $4 - 1) AS k");
        int dimensions = centers[0].Length;
        float[] numbers = new float[count * dimensions];
        for (int i = 0; i < count; i++)
        {
            float[] center = centers[(from + i) % centers.Length], noise = vectors.Next();
            for (int d = 0; d < dimensions; d++)
            {
                numbers[(i * dimensions) + d] = center[d] + noise[d];
            }
        }

        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (long)from });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Real, Value = numbers });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = dimensions });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = count });
        await command.ExecuteNonQueryAsync();
        return from + count;
    }
}
