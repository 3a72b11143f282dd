namespace Mem0Sharp;

/// <content>Where the file is and whether it may be written, which others can change while it is open.</content>
public sealed partial class SqliteHistoryStore
{
    /// <summary>Gets the connection that writes. The caller holds its lock.</summary>
    /// <exception cref="MemoryStoreException">The file is no longer where it was opened, or its log is there without it.</exception>
    private SqliteWriter Writer()
    {
        _writer?.EnsureInPlace();
        if (_writer is { IsReadOnly: true })
        {
            // Opened while the file could only be read, all connections stay so; perhaps it can be written by now.
            CloseConnections();
        }

        if (_writer is null)
        {
            SqliteNative.EnsureAvailable();
            SqliteFilePlace.EnsureHasItsFile(_options.Path);
            SqliteFilePlace.ShareRights(_options.Path);
            _writer = new SqliteWriter(_options);
            _writer.EnsureInPlace();
        }

        return _writer;
    }

    /// <summary>Looks before another connection is opened that the others' file is at the path.</summary>
    private void EnsureInPlace()
    {
        lock (_watching)
        {
            _watcher?.EnsureInPlace();
        }
    }

    /// <summary>Closes what nobody uses at the moment. The caller holds the writer's lock.</summary>
    private void CloseConnections()
    {
        _writer?.LeaveWhole();
        Close(_writer);
        _writer = null;
        lock (_watching)
        {
            Close(_watcher);
            _watcher = null;
        }

        CloseReaders();
    }
}
