using System.Globalization;

namespace Mem0Sharp.Postgres;

/// <summary>Wakes those who wait for what is committed, by whichever host. Thread-safe.</summary>
/// <remarks>
/// One connection listens, from the first that waits until the store is disposed. Each time it is opened, the position is read behind the LISTEN: what
/// was committed before is in what was read, and what comes later is told. Where nothing is told (a pooler in transaction mode, a pool of one
/// connection), the position is read four times a second while somebody waits.
/// </remarks>
internal sealed class PostgresChanges : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>How long the position is read in place of listening, until that is tried again.</summary>
    private static readonly TimeSpan PollsFor = TimeSpan.FromMinutes(1);

    private readonly PostgresDatabase _database;
    private readonly Func<CancellationToken, Task<HistoryPosition>> _read;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private HistoryPosition? _newest;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private Task? _loop;
    private bool _isClosed;

    // Of the loop alone.
    private bool _isUntold;
    private bool _wasLogged;

    /// <param name="database">The database.</param>
    /// <param name="read">Reads the position on a connection of the pool.</param>
    public PostgresChanges(PostgresDatabase database, Func<CancellationToken, Task<HistoryPosition>> read) => (_database, _read) = (database, read);

    /// <summary>Waits until the log may have moved on from a position.</summary>
    /// <exception cref="ObjectDisposedException">The store is disposed, before or meanwhile.</exception>
    public async Task WaitAsync(HistoryPosition known, CancellationToken cancellationToken)
    {
        Task next;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(PostgresHistoryStore));
            if (_newest is { } newest && IsAfter(newest, known))
            {
                return;
            }

            next = _next.Task;
            _waiting++;
            _loop ??= Task.Run(LoopAsync, CancellationToken.None);
        }

        try
        {
            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _waiting--;
            }
        }

        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, typeof(PostgresHistoryStore));
    }

    /// <summary>Notes how far the log goes, as somebody said who committed.</summary>
    public void Tell(HistoryPosition position)
    {
        lock (_gate)
        {
            if (_newest is { } newest && !IsAfter(position, newest))
            {
                return;
            }
        }

        Note(position);
    }

    /// <summary>Ends the waiting, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? loop;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            loop = _loop;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        if (loop is not null)
        {
            await loop.ConfigureAwait(false);
        }

        Wake();
        _closing.Dispose();
    }

    private static bool IsAfter(HistoryPosition left, HistoryPosition right) =>
        (left.Epoch, left.Sequence).CompareTo((right.Epoch, right.Sequence)) > 0;

    /// <summary>Notes what was read or told, and wakes everybody where it is not what was known: also where it goes back, after a restore.</summary>
    private void Note(HistoryPosition position)
    {
        lock (_gate)
        {
            if (_newest == position)
            {
                return;
            }

            _newest = position;
        }

        Wake();
    }

    private void Wake()
    {
        TaskCompletionSource woken;
        lock (_gate)
        {
            (woken, _next) = (_next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        woken.TrySetResult();
    }

    /// <summary>Listens, and again when the connection broke. Ends with the store; never throws.</summary>
    private async Task LoopAsync()
    {
        for (int failures = 0; !_closing.IsCancellationRequested;)
        {
            try
            {
                if (_isUntold)
                {
                    await PollAsync().ConfigureAwait(false);
                    _isUntold = false;
                }
                else
                {
                    ChangeListener listener = new(_database, Note, TellSequence);
                    _isUntold = await listener.RunAsync(() => failures = 0, _closing.Token).ConfigureAwait(false) is { } reason && Untold(reason);
                }
            }
            catch (Exception)
            {
                if (_closing.IsCancellationRequested)
                {
                    return;
                }

                failures++;
                await RestAsync(failures).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Notes a sequence that another host tells; null where only a read can say where the log is.</summary>
    /// <returns>Whether it must be read.</returns>
    private bool TellSequence(string payload)
    {
        HistoryPosition? newest;
        lock (_gate)
        {
            newest = _newest;
        }

        if (newest is null || !long.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence))
        {
            return true;
        }

        Tell(newest.Value with { Sequence = sequence });
        return false;
    }

    private bool Untold(string reason)
    {
        if (!_wasLogged)
        {
            _wasLogged = true;
            PostgresLog.NotTold(_database.Logger, reason);
        }

        return true;
    }

    private async Task PollAsync()
    {
        for (TimeSpan polled = TimeSpan.Zero; polled < PollsFor; polled += PollInterval)
        {
            bool isWaited;
            lock (_gate)
            {
                isWaited = _waiting > 0;
            }

            if (isWaited)
            {
                Note(await _read(_closing.Token).ConfigureAwait(false));
            }

            await Task.Delay(PollInterval, TimeProvider.System, _closing.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Waits before the connection is opened once more; where others can be had all the same, what was missed is read.</summary>
    private async Task RestAsync(int failures)
    {
        try
        {
            TimeSpan pause = PollInterval * Math.Pow(2, Math.Min(failures - 1, 10));
            await Task.Delay(pause < LongestPause ? pause : LongestPause, TimeProvider.System, _closing.Token).ConfigureAwait(false);
            if (failures > 1)
            {
                Note(await _read(_closing.Token).ConfigureAwait(false));
            }
        }
        catch (Exception exception) when (exception is MemoryException or OperationCanceledException or ObjectDisposedException)
        {
            // The server is away: whoever waits goes on waiting.
        }
    }
}
