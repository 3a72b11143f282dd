using Mem0Sharp.Postgres;
using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Postgres.Tests.Suites;
using Npgsql;

namespace Mem0Sharp.Tests;

/// <content>Over PostgreSQL.</content>
internal sealed partial class MemoryFixture
{
    private readonly SuiteStore _store = SuiteStore.Take();

    /// <summary>Gets how much of a long test is run: by day a two-hundredth, for a server is asked over a wire.</summary>
    public static int Share(int count) => PostgresServers.RunsAll && PostgresServers.OfSuites is ServerKind.Real ? count : Math.Max(10, count / 200);

    /// <summary>Lets a memory that asks for no durable store have the quickest there is.</summary>
    /// <returns>What is disposed behind the memory.</returns>
    public static IAsyncDisposable? UseQuickStore(MemoryBuilder builder)
    {
        SuiteStore store = SuiteStore.Take();
        store.Use(builder);
        return store;
    }

    /// <summary>Opens the history alone, for a memory that another one is put around it.</summary>
    public IHistoryStore OpenHistory(HistoryDurability durability = HistoryDurability.Full) => new PostgresHistoryStore(_store.Source, _store.Options);

    /// <summary>Gets all that the store holds, row by row.</summary>
    public IEnumerable<string> Rows() => Tables().SelectMany(
        table => Sql($"SELECT t::text FROM {table} t").Select(row => $"{table}|{row[0]}").Order(StringComparer.Ordinal));

    /// <summary>Gets the record of each row of the log, with the vector that stands with its text.</summary>
    public List<(byte[] Record, float[]? Vector)> RecordsWithVectors() =>
    [
        .. Sql("SELECT convert_to(h.record, 'UTF8'), e.vector FROM history h LEFT JOIN embeddings e ON e.hash = h.text_hash ORDER BY h.sequence")
            .Select(row => ((byte[])row[0]!, (float[]?)row[1])),
    ];

    /// <summary>Counts the rows that a text stands in, whatever the column.</summary>
    public int Count(string text) => Count(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Counts the rows that some bytes stand in, whatever the column. A vector's are sent in the other order, and in an array each with its length.</summary>
    public int Count(byte[] bytes)
    {
        byte[][] forms =
        [
            bytes,
            [.. bytes.Chunk(sizeof(float)).SelectMany(each => each.Reverse())],
            [.. bytes.Chunk(sizeof(float)).SelectMany(each => (byte[])[0, 0, 0, sizeof(float), .. each.Reverse()])],
        ];
        return (int)(long)Sql($"""
            SELECT count(*) FROM ({string.Join(" UNION ALL ", Tables().Select(table => $"SELECT record_send(t) AS row FROM {table} t"))}) s
            WHERE {string.Join(" OR ", forms.Select(form => $"position('\\x{Convert.ToHexString(form)}'::bytea IN row) > 0"))}
            """)[0][0]!;
    }

    /// <summary>Reads a vector as <see cref="Sql"/> gives it.</summary>
    public static float[] Floats(object? value) => (float[])value!;

    /// <summary>Runs SQL against the schema with a connection of its own.</summary>
    public List<object?[]> Sql(string sql)
    {
        using NpgsqlConnection connection = _store.Source.OpenConnection();
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        using NpgsqlBatch batch = new(connection, transaction)
        {
            BatchCommands = { new($"SET LOCAL search_path TO {_store.Options.Schema}, public"), new(sql) },
        };
        List<object?[]> rows = [];
        using (NpgsqlDataReader reader = batch.ExecuteReader())
        {
            while (reader.Read())
            {
                object?[] row = new object?[reader.FieldCount];
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
                }

                rows.Add(row);
            }
        }

        transaction.Commit();
        return rows;
    }

    private IEnumerable<string> Tables() => Sql($"""
            SELECT relname FROM pg_class WHERE relnamespace = '{_store.Options.Schema}'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'recent_writes' ORDER BY 1
            """).Select(row => (string)row[0]!);

    private MemoryBuilder UseStore(MemoryBuilder builder) => _store.Use(builder);

    private ValueTask DropStoreAsync() => _store.DisposeAsync();
}
