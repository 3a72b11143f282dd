using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Mem0Sharp.AspNetCore;

/// <summary>
/// What the server keeps beside the memory: the project's settings, webhooks and how far each is, views that were asked for. Never what somebody
/// said. One small SQLite file, which several processes may share. Thread-safe.
/// </summary>
internal sealed class ServerState(IOptionsMonitor<Mem0ServerOptions> options, IOptionsMonitor<MemoryOptions> memory) : IDisposable
{
    private const int Format = 1;

    private readonly Lock _lock = new();
    private SqliteConnection? _open;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static StateKind<JsonObject> Projects { get; } = new("project", StateJson.Default.JsonObject);

    public static StateKind<Webhook> Webhooks { get; } = new("webhook", StateJson.Default.Webhook);

    public static StateKind<MemoryView> Views { get; } = new("view", StateJson.Default.MemoryView);

    /// <summary>Gets what ends with the next change that this process makes.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <exception cref="MemoryStoreException">The file cannot be read.</exception>
    public T? Find<T>(StateKind<T> kind, string id)
        where T : class => Locked(
            connection => connection is null ? null : Read(connection, null, kind, id));

    /// <exception cref="MemoryStoreException">The file cannot be read.</exception>
    public IReadOnlyList<T> All<T>(StateKind<T> kind)
        where T : class => Locked<IReadOnlyList<T>>(connection =>
        {
            if (connection is null)
            {
                return [];
            }

            using SqliteCommand command = Command(connection, null, "SELECT json FROM kept WHERE kind = $kind ORDER BY id", ("$kind", kind.Name));
            using SqliteDataReader rows = command.ExecuteReader();
            List<T> all = [];
            while (rows.Read())
            {
                all.Add(JsonSerializer.Deserialize(rows.GetString(0), kind.Type)!);
            }

            return all;
        });

    /// <summary>Changes one, in one transaction: what two processes change at once, one changes after the other.</summary>
    /// <param name="kind">Of which kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="change">Makes of what it is (null: there is none) what it becomes (null: there is none any more; the same: nothing is written).</param>
    /// <returns>What it is afterwards.</returns>
    /// <exception cref="MemoryStoreException">The file cannot be written.</exception>
    public T? Change<T>(StateKind<T> kind, string id, Func<T?, T?> change)
        where T : class
    {
        bool isChanged = false;
        T? changed = Locked(
            connection =>
            {
                using SqliteTransaction transaction = connection!.BeginTransaction(deferred: false);
                T? before = Read(connection, transaction, kind, id), after = change(before);
                isChanged = !ReferenceEquals(before, after);
                if (isChanged)
                {
                    using SqliteCommand command = after is null
                        ? Command(connection, transaction, "DELETE FROM kept WHERE kind = $kind AND id = $id", ("$kind", kind.Name), ("$id", id))
                        : Command(
                            connection,
                            transaction,
                            "INSERT INTO kept (kind, id, json) VALUES ($kind, $id, $json) ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json",
                            ("$kind", kind.Name),
                            ("$id", id),
                            ("$json", JsonSerializer.Serialize(after, kind.Type)));
                    command.ExecuteNonQuery();
                }

                transaction.Commit();
                return after;
            },
            writes: true);
        if (isChanged)
        {
            Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }

        return changed;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _open?.Dispose();
            _open = null;
        }
    }

    private static T? Read<T>(SqliteConnection connection, SqliteTransaction? transaction, StateKind<T> kind, string id)
        where T : class
    {
        using SqliteCommand command = Command(
            connection, transaction, "SELECT json FROM kept WHERE kind = $kind AND id = $id", ("$kind", kind.Name), ("$id", id));
        return command.ExecuteScalar() is string json ? JsonSerializer.Deserialize(json, kind.Type) : null;
    }

    private static SqliteCommand Command(
        SqliteConnection connection, SqliteTransaction? transaction, string text, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (text, transaction);
        foreach ((string name, string value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private T Locked<T>(Func<SqliteConnection?, T> work, bool writes = false)
    {
        lock (_lock)
        {
            try
            {
                return work(_open ??= Open(writes));
            }
            catch (SqliteException exception)
            {
                throw Failed(exception, exception.SqliteExtendedErrorCode, isTransient: exception.SqliteErrorCode is 5 or 6);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Failed(exception, storeErrorCode: null, isTransient: false);
            }
        }
    }

    private static MemoryStoreException Failed(Exception exception, int? storeErrorCode, bool isTransient) => new(
        "The server's own file could not be used.", isCommitted: false, isTransient, exception, storeErrorCode);

    /// <summary>Opens the file; null where there is none, and none is needed.</summary>
    private SqliteConnection? Open(bool creates)
    {
        string? path = Path();
        if (path is not null && !File.Exists(path))
        {
            if (!creates)
            {
                return null;
            }

            // It has the webhooks' secrets: nobody else's to read.
            FileStreamOptions mine = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows())
            {
                mine.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            new FileStream(path, mine).Dispose();
        }

        SqliteConnectionStringBuilder target = new() { DataSource = path ?? ":memory:", Pooling = false, DefaultTimeout = 5 };
        SqliteConnection connection = new(target.ToString());
        try
        {
            connection.Open();
            using SqliteCommand version = Command(connection, null, "PRAGMA user_version");
            if (version.ExecuteScalar() is long and > Format)
            {
                throw new MemoryConfigurationException(
                    "The server's own file was written by a newer version.", "Run that version, or set Mem0ServerOptions.StatePath to another file.");
            }

            using SqliteCommand command = Command(
                connection,
                null,
                $"""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                CREATE TABLE IF NOT EXISTS kept (kind TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
                PRAGMA user_version = {Format};
                """);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private string? Path()
    {
        if (options.CurrentValue.StatePath is { } path)
        {
            return path;
        }

        return memory.CurrentValue.DatabasePath is { } beside ? System.IO.Path.ChangeExtension(beside, ".server.db") : null;
    }
}
