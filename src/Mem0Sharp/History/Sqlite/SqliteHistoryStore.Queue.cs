using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <content>The calls that are kept to be done later.</content>
public sealed partial class SqliteHistoryStore
{
    /// <inheritdoc/>
    public Task<QueuedCall> EnqueueAsync(QueuedCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Write(writer => writer.Enqueue(call), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<QueuedCall> ReadQueueAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (long after = 0; ;)
        {
            long from = after;
            List<(long Number, QueuedCall Call)> page =
                await Read(reader => reader.Queued(from, Page), cancellationToken).ConfigureAwait(false);
            foreach ((_, QueuedCall call) in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return call;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = page[^1].Number;
        }
    }

    /// <inheritdoc/>
    public Task<QueuedCall?> FindQueuedAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Read(reader => reader.FindQueued(id), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> IsQueuedAsync(string owner, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return Read(reader => reader.IsQueued(owner), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> NoteAttemptAsync(QueuedCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Write(writer => writer.NoteAttempt(call), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DequeueAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Write(writer => writer.TakeOut(id), cancellationToken);
    }
}
