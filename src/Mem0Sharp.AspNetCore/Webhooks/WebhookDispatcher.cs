using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.AspNetCore;

/// <summary>
/// Tells each webhook what changes, each by itself, in the order of the history. The history is the list of what is to be told: a change that is
/// committed is told, also after a crash, and one that was erased meanwhile is not.
/// </summary>
internal sealed class WebhookDispatcher(Memory memory, ServerState state, WebhookDelivery delivery, TimeProvider time, ILoggerFactory loggers)
    : BackgroundService
{
    /// <summary>How often webhooks of other processes are looked for, and after how long a failure of our own is tried again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private ILogger Logger => loggers.CreateLogger(WireLog.Category);

    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host starts before the first look at the disk.
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                Task changed = state.Changed;
                StartAll(stoppingToken);
                await Task.WhenAny(changed, Task.Delay(Pause, time, stoppingToken)).ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delivery.LetGo();
        }
    }

    private void StartAll(CancellationToken stoppingToken)
    {
        try
        {
            foreach (Webhook webhook in state.All(ServerState.Webhooks))
            {
                if (webhook.IsActive && !(_running.TryGetValue(webhook.Id, out Task? running) && !running.IsCompleted))
                {
                    _running[webhook.Id] = TellAsync(webhook.Id, stoppingToken);
                }
            }
        }
        catch (MemoryException exception)
        {
            WireLog.WebhooksNotRead(Logger, exception.ErrorCode);
        }
    }

    /// <summary>Tells one webhook what changes, for as long as it is active.</summary>
    private async Task TellAsync(string id, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (state.Find(ServerState.Webhooks, id) is not { IsActive: true } webhook)
                {
                    return;
                }

                long told = webhook.Told;
                await foreach (HistoryEntry entry in memory.WatchAsync(new HistoryFilter { AfterSequence = told }, stoppingToken).ConfigureAwait(false))
                {
                    if (!await delivery.TellAsync(id, told, entry, stoppingToken).ConfigureAwait(false))
                    {
                        break;
                    }

                    told = entry.Sequence;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                WireLog.WebhooksNotRead(Logger, (exception as MemoryException)?.ErrorCode ?? exception.GetType().Name);
            }

            // Another process tells it, or the file cannot be read: later.
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(false);
        }
    }

}
