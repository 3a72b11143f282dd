using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mem0Sharp;

/// <summary>The connection that brings what is in the log into the file, so that no commit has to. Made for one time.</summary>
internal sealed class SqliteCheckpoint(SqliteHistoryOptions options)
    : SqliteSession(options, SqliteOpenMode.ReadWrite, "PRAGMA synchronous = FULL")
{
    /// <summary>Does as much as it can beside those who read and write.</summary>
    /// <returns>Whether nothing is left: the next commit may begin the log anew.</returns>
    public bool Run() =>
        raw.sqlite3_wal_checkpoint_v2(Connection.Handle!, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out int pages, out int done) == raw.SQLITE_OK
        && pages == done;
}
