namespace Mem0Sharp;

/// <content>Waiting for what is committed.</content>
public sealed partial class SqliteHistoryStore
{
    /// <summary>How often other processes' commits are looked for while somebody waits: the file tells nobody.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    private readonly CommitSignal _commits = new();

    /// <inheritdoc/>
    public async Task WaitForCommitAsync(HistoryPosition known, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            // Taken before looking: a commit in between ends the wait at once.
            Task next = _commits.Next;
            if (await GetPositionAsync(cancellationToken).ConfigureAwait(false) != known)
            {
                return;
            }

            using CancellationTokenSource delay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(next, Task.Delay(LookInterval, TimeProvider.System, delay.Token)).ConfigureAwait(false);
            await delay.CancelAsync().ConfigureAwait(false);
        }
    }
}
