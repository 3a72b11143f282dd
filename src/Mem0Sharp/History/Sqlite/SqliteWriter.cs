using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mem0Sharp;

/// <summary>The connection that writes. One for each store; its caller holds the store's lock.</summary>
internal sealed partial class SqliteWriter : SqliteSession
{
    private static readonly string UpsertProperty =
        SqliteChecksum.Insert("properties") + " ON CONFLICT (name) DO UPDATE SET value = excluded.value, checksum = excluded.checksum";

    /// <summary>SQLITE_DBSTATUS_CACHE_WRITE: how many pages were written.</summary>
    private const int DatabaseStatusCacheWrite = 9;

    /// <summary>More are forgotten, all of them: what is written next is read anew.</summary>
    private const int MostHeads = 2_048;

    private readonly TimeSpan _busyTimeout;

    // What this connection knows of the file since its last commit, and the number by which it sees that another has committed since.
    private HistoryState? _known;
    private long _knownVersion;

    private readonly Func<sqlite3, int> _begin;

    public SqliteWriter(SqliteHistoryOptions options)
        : base(options, SqliteOpenMode.ReadWriteCreate)
    {
        _busyTimeout = options.BusyTimeout;
        try
        {
            // Before WAL mode is set, which is written into the file: another application's must stay as it is.
            bool isCurrent = SqliteSchema.Check(Connection);
            SqliteSchema.Execute(Connection, "PRAGMA journal_mode = WAL");
            SqliteSchema.Execute(Connection, options.Durability == HistoryDurability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            SqliteSchema.Execute(Connection, $"PRAGMA wal_autocheckpoint = {4 * SqliteHistoryStore.PagesInLog}");
            SqliteSchema.Execute(Connection, "PRAGMA cache_size = -65536");
            SqliteStatement begin = Statement("BEGIN IMMEDIATE");
            _begin = _ => begin.TryRun();
            if (!isCurrent)
            {
                InTransaction(() =>
                {
                    SqliteSchema.Prepare(Connection);
                    return true;
                });
            }

            if (options.CheckOnOpen && Damage() is [var first, ..] all)
            {
                throw new MemoryStoreException(
                    $"The memory file is damaged: {first}" + (all.Count > 1 ? $" And {all.Count - 1} more: CheckAsync says what." : string.Empty));
            }

            FinishCompaction();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets a value indicating whether the file could only be read when this connection was opened.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(Connection.Handle!, "main") == 1;

    public HistoryState State() => new(Position(), Space());

    public HistoryCommit Commit(IReadOnlyList<HistoryWrite> writes)
    {
        HistoryState after = null!;
        HistoryCommit commit = InOneTransaction(() =>
        {
            HistoryState before = Current();
            _sequence = before.Position.Sequence;
            HistoryTransaction transaction = new(before.Space, this);
            IReadOnlyList<HistoryWriteResult> results = transaction.Run(writes);
            if (before.Space is null && transaction.Space is { } space)
            {
                SetSpace(SpaceProperties, space);
            }

            after = new HistoryState(before.Position with { Sequence = _sequence }, transaction.Space);
            return new HistoryCommit(results, before.Position, after.Position);
        });
        _known = after;
        return commit;
    }

    /// <summary>Gets position and space inside a transaction: as they are known, or read anew where another connection has committed.</summary>
    private HistoryState Current()
    {
        (HistoryState? known, _known) = (_known, null);
        long version = DataVersion();
        if (known is not null && version == _knownVersion && _heads.Count <= MostHeads)
        {
            return known;
        }

        _heads.Clear();
        _knownVersion = version;
        return State();
    }

    /// <summary>Gets the position after the last commit; null where it is not known, or another connection has committed since.</summary>
    public HistoryPosition? PositionSinceCommit()
    {
        if (_known is { } known && DataVersion() == _knownVersion)
        {
            return known.Position;
        }

        // Another connection may have erased what is known here.
        Forget();
        return null;
    }

    /// <summary>Gets how many pages it has written since it was asked last.</summary>
    public int PagesWritten()
    {
        raw.sqlite3_db_status(Connection.Handle, DatabaseStatusCacheWrite, out int pages, out _, resetFlg: 1);
        return pages;
    }

    private void Forget()
    {
        _known = null;
        _heads.Clear();
    }

    public bool Lift(RejectedValue value) => InTransaction(() => Remove(value) > 0);

    public int Reject(IReadOnlyList<Rejection> rejections) => InTransaction(() =>
    {
        foreach (Rejection rejection in rejections)
        {
            Reject(rejection.Value, rejection.RejectedAt);
        }

        return rejections.Count;
    });

    public HistoryState Reset()
    {
        HistoryState state = InTransaction(() =>
        {
            HistoryPosition position = Position();
            foreach (string table in (string[])["memory_scopes", "memories", "embeddings", "rejections", "calls", "call_memories", "erasures", "queue", "late_embeddings", "next_embeddings"])
            {
                Execute($"DELETE FROM {table}");
            }

            // Not sqlite_sequence: a sequence is never used twice.
            Execute("DELETE FROM history");
            Execute("DELETE FROM properties WHERE name NOT IN ('epoch', 'schema')");
            SetProperty("epoch", (position.Epoch + 1).ToString(CultureInfo.InvariantCulture));
            SetProperty(CompactionDue, "1");
            return new HistoryState(position with { Epoch = position.Epoch + 1 }, Space: null);
        });
        CompactWhenDue("Everything was removed, but its bytes could not be taken out of the file yet: somebody reads it still.");
        return state;
    }

    /// <summary>Takes out what an erase or a reset removed whose process ended, or that failed, before the bytes were gone.</summary>
    private void FinishCompaction()
    {
        try
        {
            CompactWhenDue(string.Empty);
        }
        catch (MemoryStoreException)
        {
            // Somebody reads the old state still. The file can be used all the same; it stays due for the next that opens it.
        }
    }

    /// <summary>Takes the bytes of removed rows out of the file and its log.</summary>
    /// <exception cref="MemoryStoreException">It could not be done, because of another reader perhaps. The rows are removed all the same.</exception>
    private void CompactWhenDue(string failure)
    {
        if (Property(CompactionDue) is null)
        {
            return;
        }

        try
        {
            WhenFree(static connection => raw.sqlite3_exec(connection, "VACUUM"));
            WhenFree(static connection =>
                raw.sqlite3_wal_checkpoint_v2(connection, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _));
            WhenFree(static connection => raw.sqlite3_exec(connection, $"DELETE FROM properties WHERE name = '{CompactionDue}'"));
        }
        catch (SqliteException exception)
        {
            throw new MemoryStoreException(
                failure, isCommitted: true, isTransient: true, exception, exception.SqliteExtendedErrorCode);
        }
    }

    /// <summary>
    /// Brings what is only in the log into a file that was moved, before it is closed: SQLite would leave the log at the old path, where
    /// another file may have taken its place.
    /// </summary>
    public void LeaveWhole()
    {
        if (HasMoved)
        {
            raw.sqlite3_wal_checkpoint_v2(Connection.Handle!, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        }
    }

    private EmbeddingSpace? Space() => Space(SpaceProperties);

    private void SetProperty(string name, string value) => Row(UpsertProperty, hasVector: false, name, value).Run();

    /// <summary>
    /// Does what needs a lock that another process may hold. SQLite's own waiting looks for it ten times a second in the end, and the
    /// provider's less often: against a process that commits all the time, that is hardly ever the moment between two commits. Here it
    /// is looked for a thousand times a second.
    /// </summary>
    /// <param name="attempt">Tries, and gives SQLite's code.</param>
    /// <exception cref="SqliteException">Another process held the lock for longer than the busy timeout, or it failed otherwise.</exception>
    private void WhenFree(Func<sqlite3, int> attempt)
    {
        sqlite3 connection = Connection.Handle!;
        long started = Stopwatch.GetTimestamp();
        raw.sqlite3_busy_timeout(connection, 0);
        try
        {
            SpinWait waiting = default;
            for (int code = attempt(connection); code != raw.SQLITE_OK; code = attempt(connection))
            {
                // The extended codes say why it is busy, which does not matter.
                bool isBusy = (code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
                if (!isBusy || Stopwatch.GetElapsedTime(started) >= _busyTimeout)
                {
                    SqliteException.ThrowExceptionForRC(code, connection);
                }

                waiting.SpinOnce();
            }
        }
        finally
        {
            raw.sqlite3_busy_timeout(connection, (int)_busyTimeout.TotalMilliseconds);
        }
    }

    /// <summary>
    /// Runs work between BEGIN and COMMIT, as commands: after a full disk or an I/O error SQLite has rolled back by itself, and the
    /// provider's transaction object would then leave the connection unusable.
    /// </summary>
    private T InTransaction<T>(Func<T> work)
    {
        // What it changes is known to nobody, and nothing of what it erases: the next commit reads anew.
        Forget();
        try
        {
            return InOneTransaction(work);
        }
        finally
        {
            Forget();
        }
    }

    private T InOneTransaction<T>(Func<T> work)
    {
        WhenFree(_begin);
        try
        {
            T result = work();

            // Before, so that nothing is written into a file without a name; and after, as it may have been taken away just now.
            EnsureInPlace();
            Execute("COMMIT");
            EnsureInPlace(isCommitted: true);
            return result;
        }
        catch
        {
            Forget();
            if (raw.sqlite3_get_autocommit(Connection.Handle) == 0)
            {
                Execute("ROLLBACK");
            }

            throw;
        }
    }
}
