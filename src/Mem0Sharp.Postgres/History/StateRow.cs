using System.Globalization;
using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>The one row that says where the log ends. Who holds it writes; the others wait.</summary>
internal static class StateRow
{
    private const string Columns = "epoch, sequence, model, dimensions";

    public const string Select = $"SELECT {Columns} FROM %.state";

    /// <summary>Begins a transaction and takes the row. Its first two results are skipped by <see cref="ReadAsync"/>.</summary>
    public static void AddLock(PostgresBatch batch) => batch.Add("BEGIN").Add($"{Select} FOR UPDATE");

    /// <summary>Reads the row, and goes on to the next result.</summary>
    public static async Task<HistoryState> ReadAsync(NpgsqlDataReader reader)
    {
        HistoryState state = await ReadRowAsync(reader).ConfigureAwait(false);
        await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false);
        return state;
    }

    /// <summary>Reads the row.</summary>
    public static async Task<HistoryState> ReadRowAsync(NpgsqlDataReader reader)
    {
        if (!await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            throw new MemoryStoreException("The row that says where the log ends is missing: the tables are not as they were made.");
        }

        return Of(reader);
    }

    public static HistoryState Of(NpgsqlDataReader row) => new(
        new HistoryPosition(row.GetInt64(0), row.GetInt64(1)),
        row.IsDBNull(2) ? null : new EmbeddingSpace(row.GetString(2), row.GetInt32(3)));

    /// <summary>Moves the end, tells those who listen, and notes the space where it is the first.</summary>
    public static void AddAdvance(PostgresBatch batch, long sequence, EmbeddingSpace? space)
    {
        if (space is null)
        {
            batch.Add("UPDATE %.state SET sequence = $1").With(sequence);
        }
        else
        {
            batch.Add("UPDATE %.state SET sequence = $1, model = $2, dimensions = $3").With(sequence).With(space.Model).With(space.Dimensions);
        }

        batch.Notify(sequence.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Ends a transaction.</summary>
    public static async Task EndAsync(PostgresDatabase database, NpgsqlConnection connection, string sql)
    {
        PostgresBatch batch = database.Batch(connection);
        await using (batch.ConfigureAwait(false))
        {
            await batch.Add(sql).RunAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
