using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <content>What is taken out of the history as a whole, and put into it.</content>
public sealed partial class SqliteHistoryStore
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<Rejection> ReadRejectionsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RejectedValue after = new(string.Empty, string.Empty);
        for (List<Rejection> page; ; after = page[^1].Value)
        {
            page = await Read(reader => reader.Rejections(after, Page), cancellationToken).ConfigureAwait(false);
            foreach (Rejection rejection in page)
            {
                yield return rejection;
            }

            if (page.Count < Page)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public Task AddRejectionsAsync(IReadOnlyList<Rejection> rejections, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rejections);
        return Write(writer => writer.Reject(rejections), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KnownCall> ReadCallsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string after = string.Empty;
        for (List<KnownCall> page; ; after = page[^1].Key)
        {
            page = await Read(reader => reader.Calls(after, Page), cancellationToken).ConfigureAwait(false);
            foreach (KnownCall call in page)
            {
                yield return call;
            }

            if (page.Count < Page)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public Task AddCallsAsync(IReadOnlyList<KnownCall> calls, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return Write(writer => writer.Note(calls), cancellationToken);
    }

    /// <inheritdoc/>
    public Task BackupAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);

        // Not on the caller's thread, as it is not short: the caller may want to go on writing.
        return Task.Run(
            () => Guarded(
                () =>
                {
                    ObjectDisposedException.ThrowIf(_disposed, this);
                    string target = SqliteBackup.Target(path);
                    EnsureInPlace();
                    SqliteBackup backup = new(_options);
                    try
                    {
                        backup.Into(target, cancellationToken);
                        return target;
                    }
                    finally
                    {
                        Close(backup);
                    }
                },
                cancellationToken),
            cancellationToken);
    }
}
