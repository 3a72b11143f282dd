using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mem0Sharp.AspNetCore;

/// <summary>
/// Opens the memory when the host starts, and does what was kept when it ended last. When the host stops, what was accepted is done first, for as
/// long as the host waits; the rest is kept.
/// </summary>
internal sealed class MemoryOpener(Memory memory, IOptions<MemoryOptions> settings, ILoggerFactory loggers) : BackgroundService
{
    private volatile bool _isStarting = true;

    private ILogger Logger => loggers.CreateLogger(WireLog.Category);

    /// <summary>Ends the work. A host stops its server before this, so that every request is answered by now and no more is accepted.</summary>
    /// <param name="cancellationToken">Says that the host waits no longer.</param>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Not where the file is still being opened: that takes its time, and nothing was accepted yet.
        if (!_isStarting)
        {
            await ProcessAsync(cancellationToken).ConfigureAwait(false);
        }

        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await memory.OpenAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (MemoryException exception)
        {
            WireLog.NotOpened(Logger, exception.ErrorCode);
            return;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            _isStarting = false;
        }

        await ProcessAsync(stoppingToken).ConfigureAwait(false);
    }

    /// <summary>Does what is kept, where it is this process that does it.</summary>
    private async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (!settings.Value.ProcessesQueue)
        {
            return;
        }

        try
        {
            await memory.ProcessQueueAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryException exception)
        {
            WireLog.NotProcessed(Logger, exception.ErrorCode);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is not done is kept.
        }
    }
}
