using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>
/// Forgets what other hosts erase, for as long as the memory is open: a text of which they removed every trace must not stay in this process's
/// cache of embeddings. Thread-safe.
/// </summary>
internal sealed class HistoryFollower : IAsyncDisposable
{
    /// <summary>The time between two looks, by the wall clock: many commits of a busy host are looked at together.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly IHistoryStore _history;
    private readonly Projection _projection;
    private readonly bool _isNeeded;
    private readonly BackgroundWorker _worker;

    public HistoryFollower(IHistoryStore history, Projection projection, MemoryOptions settings, TimeProvider time, ILogger logger)
    {
        (_history, _projection) = (history, projection);
        _isNeeded = projection.MustFollow && settings.EmbeddingCacheBytes > 0;
        _worker = new BackgroundWorker(FollowAsync, settings, time, logger);
    }

    /// <summary>Starts in the background, where something is cached that others may erase.</summary>
    public void Start()
    {
        if (_isNeeded)
        {
            _worker.Start();
        }
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private async Task<BackgroundProgress> FollowAsync(CancellationToken cancellationToken)
    {
        await _projection.Opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _history.WaitForCommitAsync(_projection.Known, cancellationToken).ConfigureAwait(false);
        await _projection.FollowAsync(cancellationToken).ConfigureAwait(false);
        await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        _worker.Notice();
        return BackgroundProgress.Done;
    }
}
