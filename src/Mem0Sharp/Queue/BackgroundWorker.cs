using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>Does work in the background whenever there is some, and again after a while what could not be done. Thread-safe.</summary>
internal sealed class BackgroundWorker(
    Func<CancellationToken, Task<BackgroundProgress>> work, MemoryOptions settings, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _noticed = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task? _worker; // guarded by _gate

    /// <summary>Starts, unless it has started or was stopped.</summary>
    public void Start()
    {
        if (Volatile.Read(ref _worker) is not null)
        {
            return;
        }

        lock (_gate)
        {
            _worker ??= Task.Run(WorkAsync, CancellationToken.None);
        }
    }

    /// <summary>Says that there is something to do.</summary>
    public void Notice()
    {
        Start();
        lock (_gate)
        {
            if (_noticed.CurrentCount == 0)
            {
                _noticed.Release();
            }
        }
    }

    /// <summary>Stops the work: what is not committed is done another time.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task? worker;
        lock (_gate)
        {
            // None starts after this.
            (worker, _worker) = (_worker, Task.CompletedTask);
        }

        if (worker is not null)
        {
            await worker.ConfigureAwait(false);
        }
    }

    /// <summary>Never throws.</summary>
    private async Task WorkAsync()
    {
        for (int failures = 0; !_stopping.IsCancellationRequested;)
        {
            try
            {
                BackgroundProgress progress = await work(_stopping.Token).ConfigureAwait(false);
                failures = progress switch
                {
                    BackgroundProgress.Done => 0,
                    BackgroundProgress.Some => 1,
                    _ => failures + 1,
                };
            }
            catch (Exception exception)
            {
                if (_stopping.IsCancellationRequested)
                {
                    return;
                }

                MemoryLog.BackgroundFailed(logger, exception.GetType().Name);
                failures++;
            }

            try
            {
                await (failures == 0 ? _noticed.WaitAsync(_stopping.Token) : Task.Delay(DelayAfter(failures), time, _stopping.Token)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>As long as a service that failed is left alone, then longer and longer.</summary>
    private TimeSpan DelayAfter(int failures)
    {
        TimeSpan first = settings.ServiceBreakDuration > TimeSpan.FromSeconds(1) ? settings.ServiceBreakDuration : TimeSpan.FromSeconds(1);
        return failures > 10 || first * Math.Pow(2, failures - 1) > LongestDelay ? LongestDelay : first * Math.Pow(2, failures - 1);
    }
}
