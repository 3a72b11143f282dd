using System.Security.Cryptography;
using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>One connection that listens, until it breaks. Used once.</summary>
/// <param name="database">The database.</param>
/// <param name="read">Is given each position that was read.</param>
/// <param name="told">Is given what a host tells. Says whether the position must be read.</param>
internal sealed class ChangeListener(PostgresDatabase database, Action<HistoryPosition> read, Func<string, bool> told)
{
    /// <summary>After so long without a word the position is read: so a broken connection is noticed, and words that are not passed on.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly string _channel = ChangeChannel.Of(database.Schema);
    private readonly string _trial = $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}.trial";
    private bool _wasTried;
    private long _words;
    private bool _mustRead;

    /// <summary>Listens.</summary>
    /// <param name="connected">Called when it begins.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why nothing is told; it does not end otherwise.</returns>
    public async Task<string?> RunAsync(Action connected, CancellationToken cancellationToken)
    {
        if (database.IsPoolOfOne)
        {
            return "a pool of one connection";
        }

        NpgsqlConnection connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            connection.Notification += Hear;
            try
            {
                await ExecuteAsync(connection, $"LISTEN \"{_channel}\"; LISTEN \"{_trial}\"", cancellationToken).ConfigureAwait(false);

                // Behind the LISTEN: what this does not see is told.
                HistoryPosition position = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
                await ExecuteAsync(connection, $"NOTIFY \"{_trial}\"", cancellationToken).ConfigureAwait(false);
                if (!_wasTried && !(await connection.WaitAsync(Grace, cancellationToken).ConfigureAwait(false) && _wasTried))
                {
                    return "a notification did not come back";
                }

                connected();
                return await ListenAsync(connection, position, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is NotSupportedException
                || (exception is PostgresException { SqlState: not null } && !PostgresErrors.IsTransient(exception)))
            {
                // The server, or the data source, will not have it: another attempt would fail alike.
                return (exception as PostgresException)?.SqlState ?? exception.GetType().Name;
            }
            finally
            {
                connection.Notification -= Hear;
                await LeaveAsync(connection).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes the connection out of the channels, so that whoever has it next from the pool is not told.</summary>
    private static async Task LeaveAsync(NpgsqlConnection connection)
    {
        try
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
            {
                await ExecuteAsync(connection, "UNLISTEN *", CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            // It is broken: the server has forgotten it, or will.
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The text is made of constants, a schema's name that was checked and hexadecimal digits.
        NpgsqlCommand command = new(sql, connection) { CommandTimeout = 5 };
#pragma warning restore CA2100
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> ListenAsync(NpgsqlConnection connection, HistoryPosition position, CancellationToken cancellationToken)
    {
        for (long heard = _words; ;)
        {
            if (!_mustRead && await connection.WaitAsync(KeepAlive, cancellationToken).ConfigureAwait(false) && !_mustRead)
            {
                continue;
            }

            _mustRead = false;
            HistoryPosition now = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            if (now != position && heard == _words && !await connection.WaitAsync(Grace, cancellationToken).ConfigureAwait(false))
            {
                return "a commit was not told";
            }

            (position, heard) = (now, _words);
        }
    }

    private async Task<HistoryPosition> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        PostgresBatch batch = database.Batch(connection);
        await using (batch.ConfigureAwait(false))
        {
            HistoryPosition position = (await batch.Add(StateRow.Select).RowsAsync(StateRow.Of, cancellationToken).ConfigureAwait(false))[0].Position;
            read(position);
            return position;
        }
    }

    // On the thread that reads the connection, while one of the calls above waits.
    private void Hear(object sender, NpgsqlNotificationEventArgs word)
    {
        if (string.Equals(word.Channel, _trial, StringComparison.Ordinal))
        {
            _wasTried = true;
        }
        else if (string.Equals(word.Channel, _channel, StringComparison.Ordinal))
        {
            _words++;
            _mustRead |= told(word.Payload);
        }
    }
}
