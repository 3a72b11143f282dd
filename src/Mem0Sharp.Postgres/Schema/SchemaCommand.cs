using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Statements about the tables themselves, one after another.</summary>
internal static class SchemaCommand
{
    public static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken) =>
        await RowsAsync(connection, sql, _ => true, cancellationToken).ConfigureAwait(false);

    /// <param name="connection">The connection.</param>
    /// <param name="sql">The statement; of several, the rows of the first that has any are read.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="parameters">Its parameters, texts.</param>
    public static async Task<List<T>> RowsAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params string?[] parameters)
    {
#pragma warning disable CA2100 // The text is made of constants and of names that were checked.
        NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await using (command.ConfigureAwait(false))
        {
            foreach (string? parameter in parameters)
            {
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = (object?)parameter ?? DBNull.Value });
            }

            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                List<T> rows = [];
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }

                return rows;
            }
        }
    }
}
