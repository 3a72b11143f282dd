namespace Mem0Sharp;

/// <content>Which connection does what.</content>
public sealed partial class SqliteHistoryStore
{
    /// <summary>So many keys are looked up at most by the connection that writes: who wants to write waits meanwhile.</summary>
    private const int Few = 16;

    private Task<T> Write<T>(Func<SqliteWriter, T> work, CancellationToken cancellationToken) => Guarded(
        () =>
        {
            lock (_writing)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                SqliteWriter writer = Writer();
                T result = work(writer);
                NoteWritten(writer);
                _commits.Set();
                return result;
            }
        },
        cancellationToken);

    /// <summary>
    /// Reads what is looked up by its key. The connection that writes does it where it is free: it has the pages in its cache that it wrote,
    /// which the others must read from the log after each commit.
    /// </summary>
    private Task<T> ReadFew<T>(int count, Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        if (count <= Few && _writing.TryEnter())
        {
            try
            {
                if (FreeWriter() is { } writer)
                {
                    return Guarded(
                        () =>
                        {
                            writer.EnsureInPlace();
                            return work(writer);
                        },
                        cancellationToken);
                }
            }
            finally
            {
                _writing.Exit();
            }
        }

        return Read(work, cancellationToken);
    }

    /// <summary>Gets the position that the connection which writes left, where it is free and no other has committed since: nothing is read.</summary>
    private HistoryPosition? PositionOfWriter()
    {
        if (!_writing.TryEnter())
        {
            return null;
        }

        try
        {
            SqliteWriter? writer = FreeWriter();
            writer?.EnsureInPlace();
            return writer?.PositionSinceCommit();
        }
        finally
        {
            _writing.Exit();
        }
    }

    /// <summary>Gets the connection that writes for a read; null where it sees a file that could only be read. The caller holds its lock.</summary>
    private SqliteWriter? FreeWriter() => _writer is { IsReadOnly: false } writer ? writer : null;

    private Task<T> Read<T>(Func<SqliteReader, T> work, CancellationToken cancellationToken) => Guarded(
        () =>
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_readers.TryTake(out SqliteReader? reader))
            {
                EnsureInPlace();
                reader = new SqliteReader(_options);
            }

            try
            {
                reader.EnsureInPlace();
                return work(reader);
            }
            finally
            {
                _readers.Add(reader);
                if (_disposed)
                {
                    // Disposal may have emptied the bag just before: whoever sees it last closes what is left.
                    CloseReaders();
                }
            }
        },
        cancellationToken);

    /// <summary>Runs synchronous work as a task, with SQLite's errors as ours.</summary>
    private static Task<T> Guarded<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            return Task.FromResult(work());
        }
        catch (Exception exception) when (SqliteErrors.CanTranslate(exception))
        {
            return Task.FromException<T>(SqliteErrors.Translate(exception));
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }
}
