namespace Mem0Sharp;

/// <content>Keeping the log short, beside those who write.</content>
public sealed partial class SqliteHistoryStore
{
    /// <summary>So many pages in the log are brought into the file. A commit does it by itself only when there are four times as many.</summary>
    internal const int PagesInLog = 4_000;

    // Held while the log is brought into the file. Taken before that of the writer.
    private readonly Lock _checkpointing = new();

    // Guarded by _writing.
    private long _pagesWritten;
    private bool _isCheckpointDue;

    /// <summary>Notes what a writer has written. The caller holds its lock.</summary>
    private void NoteWritten(SqliteWriter writer)
    {
        _pagesWritten += writer.PagesWritten();
        if (_pagesWritten >= PagesInLog && !_isCheckpointDue)
        {
            (_pagesWritten, _isCheckpointDue) = (0, true);
            ThreadPool.UnsafeQueueUserWorkItem(static store => store.Checkpoint(), this, preferLocal: false);
        }
    }

    /// <summary>Brings the log into the file: most of it while others write, and the rest of it while nobody does, or it would never end.</summary>
    private void Checkpoint()
    {
        lock (_checkpointing)
        {
            SqliteCheckpoint? checkpoint = null;
            try
            {
                checkpoint = _disposed ? null : new SqliteCheckpoint(_options);
                if (checkpoint?.Run() == false)
                {
                    lock (_writing)
                    {
                        checkpoint.Run();
                    }
                }
            }
            catch (Exception exception) when (SqliteErrors.CanTranslate(exception))
            {
                // Nothing is lost: it stays in the log, where the next time finds it, or a commit when there is too much of it.
            }
            finally
            {
                Close(checkpoint);
            }
        }

        lock (_writing)
        {
            _isCheckpointDue = false;
        }
    }
}
