using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Mem0Sharp;

/// <summary>Streams changes page by page; where there is more than one page, those that follow are read ahead by other threads, each with its own connection.</summary>
/// <remarks>
/// Each page is a range of sequences, and all of them come in order. They are not of one state of the file: what is changed meanwhile goes from
/// a range that is still to be read to the end of the log. So the end is read last, when all ranges before it were: what was missing there is here.
/// </remarks>
/// <param name="read">Reads what is after a sequence and through another, at most a page.</param>
/// <param name="endOf">Gets the last sequence of the page after a sequence; null where no full page follows.</param>
/// <param name="pageSize">How much a page has, unless it is the last.</param>
internal sealed class SqliteReadAhead(
    Func<long, long, CancellationToken, Task<HistoryPage>> read, Func<long, CancellationToken, Task<long?>> endOf, int pageSize)
{
    /// <summary>More would read what the one that waits for them cannot take as quickly.</summary>
    private const int MostReaders = 4;

    /// <summary>How many pages may wait for the caller: enough that neither waits for long, and few for the collector to move.</summary>
    private const int MostPages = 2;

    private readonly Channel<Task<HistoryPage>> _pages = Channel.CreateUnbounded<Task<HistoryPage>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _after;
    private bool _isAtEnd;

    public async IAsyncEnumerable<HistoryPage> ReadAsync(long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        HistoryPage page = await read(afterSequence, long.MaxValue, cancellationToken).ConfigureAwait(false);
        if (page.Changes.Count == pageSize)
        {
            _after = page.Through;
            int readers = Math.Clamp(Environment.ProcessorCount, 1, MostReaders);
            using SemaphoreSlim room = new(readers + MostPages, readers + MostPages);
            using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task reading = Task.WhenAll(Enumerable.Range(0, readers).Select(_ => Task.Run(() => ReadRangesAsync(room, ended.Token), CancellationToken.None)));
            try
            {
                yield return page;
                await foreach (Task<HistoryPage> next in _pages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    page = await next.ConfigureAwait(false);
                    room.Release();
                    yield return page;
                }
            }
            finally
            {
                // Whoever reads no further leaves nobody reading behind: the file may be closed next.
                await ended.CancelAsync().ConfigureAwait(false);
                await reading.ConfigureAwait(false);
                Forget();
            }

            page = await read(_after, long.MaxValue, cancellationToken).ConfigureAwait(false);
            while (page.Changes.Count == pageSize)
            {
                long through = page.Through;
                yield return page;
                page = await read(through, long.MaxValue, cancellationToken).ConfigureAwait(false);
            }
        }

        yield return page;
    }

    /// <summary>Reads one range after the other that no other reader has. What ends the reading ends the pages, for the caller to see.</summary>
    private async Task ReadRangesAsync(SemaphoreSlim room, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await room.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (await NextRangeAsync(cancellationToken).ConfigureAwait(false) is not { } range)
                {
                    return;
                }

                try
                {
                    range.Page.SetResult(await read(range.After, range.Through, cancellationToken).ConfigureAwait(false));
                }
                catch (Exception exception)
                {
                    range.Page.SetException(exception);
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            _pages.Writer.TryComplete(exception);
        }
    }

    private async Task<(long After, long Through, TaskCompletionSource<HistoryPage> Page)?> NextRangeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isAtEnd || await endOf(_after, cancellationToken).ConfigureAwait(false) is not { } end)
            {
                _isAtEnd = true;
                _pages.Writer.TryComplete();
                return null;
            }

            TaskCompletionSource<HistoryPage> page = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (long after, _after) = (_after, end);
            _pages.Writer.TryWrite(page.Task);
            return (after, end, page);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Has seen what went wrong with pages that nobody waits for any longer.</summary>
    private void Forget()
    {
        while (_pages.Reader.TryRead(out Task<HistoryPage>? left))
        {
            _ = left.Exception;
        }
    }
}
