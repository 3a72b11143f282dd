using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.AspNetCore;

/// <summary>Opens the memory when the host starts, and does what was kept when it ended last.</summary>
internal sealed class MemoryOpener(Memory memory, ILoggerFactory loggers) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await memory.OpenAsync(stoppingToken).ConfigureAwait(false);
            await memory.ProcessQueueAsync(cancellationToken: stoppingToken).ConfigureAwait(false);
        }
        catch (MemoryException exception)
        {
            WireLog.NotOpened(loggers.CreateLogger(WireLog.Category), exception.ErrorCode);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not done is kept.
        }
    }
}
