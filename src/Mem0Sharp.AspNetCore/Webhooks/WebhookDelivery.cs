using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mem0Sharp.AspNetCore;

/// <summary>Tells one webhook of one change, as often as it takes. Of several processes one does, and another when that is gone. Thread-safe.</summary>
internal sealed class WebhookDelivery(
    ServerState state, WebhookSender sender, IOptionsMonitor<Mem0ServerOptions> options, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How long a webhook is a process's own. Longer than one attempt may take.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(2);

    /// <summary>Of how many changes that are nothing to a webhook it is noted at once that it need not be told.</summary>
    private const int Unnoted = 1_000;

    private readonly string _process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Tells it.</summary>
    /// <param name="id">The webhook's.</param>
    /// <param name="told">The change that it was told of last, to the caller's knowledge.</param>
    /// <param name="entry">The change.</param>
    /// <param name="cancellationToken">Ends the work; the change is told later.</param>
    /// <returns>Whether the caller can go on with the next change: not, where the webhook is another now, inactive, or told by another process.</returns>
    public async Task<bool> TellAsync(string id, long told, HistoryEntry entry, CancellationToken cancellationToken)
    {
        string? type = WebhookEvent.Of(entry);
        while (true)
        {
            Task changed = state.Changed;
            if (Hold(id, told) is not { } webhook)
            {
                return false;
            }

            if (type is null || !webhook.EventTypes.Contains(type, StringComparer.Ordinal))
            {
                return entry.Sequence - webhook.Told < Unnoted || Note(id, told, current => Settled(current, entry.Sequence));
            }

            TimeSpan wait = (webhook.NextAttemptAt ?? DateTimeOffset.MinValue) - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await WaitAsync(wait, changed, cancellationToken).ConfigureAwait(false);
                continue;
            }

            string? failure = await sender.SendAsync(webhook, entry, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                return Note(id, told, current => Settled(current, entry.Sequence));
            }

            Note(id, told, current => Failed(current, failure));
        }
    }

    /// <summary>Lets other processes go on at once with what this one told.</summary>
    public void LetGo()
    {
        try
        {
            foreach (Webhook webhook in state.All(ServerState.Webhooks).Where(IsOwn))
            {
                state.Change(
                    ServerState.Webhooks,
                    webhook.Id,
                    current => current is not null && IsOwn(current) ? current with { Holder = null, HeldUntil = null } : current);
            }
        }
        catch (MemoryException)
        {
            // They wait until it is nobody's.
        }
    }

    /// <summary>Takes a webhook for this process.</summary>
    /// <returns>The webhook as it is now; null where it is not to be told of this change, or not by this process.</returns>
    private Webhook? Hold(string id, long told)
    {
        DateTimeOffset now = time.GetUtcNow();
        Webhook? held = state.Change(ServerState.Webhooks, id, current =>
            current is { IsActive: true } && current.Told <= told && (IsOwn(current) ? current.HeldUntil - now <= Held / 2 : !(current.HeldUntil > now))
                ? current with { Holder = _process, HeldUntil = now + Held }
                : current);
        return held is { IsActive: true } && held.Told <= told && IsOwn(held) && held.HeldUntil > now ? held : null;
    }

    /// <summary>Notes how far a webhook is, where it is this process's still.</summary>
    private bool Note(string id, long told, Func<Webhook, Webhook> change)
    {
        bool isNoted = false;
        state.Change(ServerState.Webhooks, id, current =>
        {
            isNoted = current is not null && IsOwn(current) && current.Told <= told;
            return isNoted ? change(current!) : current;
        });
        return isNoted;
    }

    private bool IsOwn(Webhook webhook) => string.Equals(webhook.Holder, _process, StringComparison.Ordinal);

    private static Webhook Settled(Webhook webhook, long sequence) =>
        webhook with { Told = sequence, Attempts = 0, FailingSince = null, NextAttemptAt = null, Failure = null };

    private Webhook Failed(Webhook webhook, string failure)
    {
        DateTimeOffset now = time.GetUtcNow(), since = webhook.FailingSince ?? now;
        int attempts = webhook.Attempts + 1;
        bool givesUp = now - since >= options.CurrentValue.Webhooks.GiveUpAfter;
        WireLog.WebhookFailed(loggers.CreateLogger(WireLog.Category), webhook.Id, attempts, failure, givesUp);
        return webhook with
        {
            Attempts = attempts,
            FailingSince = since,
            NextAttemptAt = now + Backoff(attempts),
            Failure = failure,
            IsActive = !givesUp,
        };
    }

    /// <summary>Gets how long to wait: twice as long each time, a fifth more or less, so that many do not come at once.</summary>
    private static TimeSpan Backoff(int attempts)
    {
        double seconds = Math.Min(Longest.TotalSeconds, Math.ScaleB(1, Math.Min(attempts - 1, 30)));
        return TimeSpan.FromSeconds(seconds * RandomNumberGenerator.GetInt32(80, 121) / 100);
    }

    /// <summary>Waits, but not past what somebody changes: a webhook that is made active again is told at once.</summary>
    private async Task WaitAsync(TimeSpan wait, Task changed, CancellationToken cancellationToken)
    {
        using CancellationTokenSource delay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(wait, time, delay.Token)).ConfigureAwait(false);
        await delay.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
