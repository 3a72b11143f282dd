using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Mem0Sharp;

/// <summary>Streams what has a sequence, page by page; where there is more than one page, those that follow are read ahead by another thread.</summary>
/// <param name="read">Reads the page after a sequence.</param>
/// <param name="sequenceOf">Gets what a page goes on after.</param>
/// <param name="pageSize">How much a page has, unless it is the last.</param>
internal sealed class SqliteReadAhead<T>(Func<long, CancellationToken, Task<List<T>>> read, Func<T, long> sequenceOf, int pageSize)
{
    /// <summary>How many pages may wait for the caller: enough that neither waits for long, and few for the collector to move.</summary>
    private const int MostPages = 2;

    public async IAsyncEnumerable<T> ReadAsync(long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<T> page = await read(afterSequence, cancellationToken).ConfigureAwait(false);
        if (page.Count < pageSize)
        {
            // Nearly always: what was missed is little, and not worth another thread.
            foreach (T row in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return row;
            }

            yield break;
        }

        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<List<T>> pages = Channel.CreateBounded<List<T>>(
            new BoundedChannelOptions(MostPages) { SingleReader = true, SingleWriter = true });
        Task reading = Task.Run(() => ReadPagesAsync(pages.Writer, page, ended.Token), CancellationToken.None);
        try
        {
            await foreach (List<T> next in pages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                foreach (T row in next)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return row;
                }
            }
        }
        finally
        {
            // Whoever reads no further leaves nobody reading behind: the file may be closed next.
            await ended.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    /// <summary>Hands over the first page, then reads those that follow. What ends the reading ends the pages, for the caller to see.</summary>
    private async Task ReadPagesAsync(ChannelWriter<List<T>> pages, List<T> page, CancellationToken cancellationToken)
    {
        try
        {
            await pages.WriteAsync(page, cancellationToken).ConfigureAwait(false);
            while (page.Count == pageSize)
            {
                page = await read(sequenceOf(page[^1]), cancellationToken).ConfigureAwait(false);
                await pages.WriteAsync(page, cancellationToken).ConfigureAwait(false);
            }

            pages.Complete();
        }
        catch (Exception exception)
        {
            pages.Complete(exception);
        }
    }
}
