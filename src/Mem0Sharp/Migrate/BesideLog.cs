using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <summary>What stands beside the log: rejections, calls that happen once, and the queue.</summary>
internal sealed class BesideLog(IHistoryStore source, IHistoryStore target)
{
    /// <summary>How many are written in one transaction.</summary>
    private const int Page = 256;

    /// <summary>Refuses a target without rows that has something of its own, which would be taken out.</summary>
    /// <exception cref="HistoryMigrationException">It has.</exception>
    public async Task EnsureNothingElseAsync(CancellationToken cancellationToken)
    {
        bool hasElse = await RejectionsAsync(cancellationToken).AnyAsync(pair => pair.Ours is null, cancellationToken).ConfigureAwait(false)
            || await CallsAsync(cancellationToken).AnyAsync(pair => pair.Ours is null, cancellationToken).ConfigureAwait(false);
        await foreach (QueuedCall call in target.ReadQueueAsync(cancellationToken).ConfigureAwait(false))
        {
            hasElse = hasElse || await source.FindQueuedAsync(call.Id, cancellationToken).ConfigureAwait(false) is null;
        }

        if (hasElse)
        {
            throw HistoryMigrationException.Foreign("it has no rows, but rejections or calls that the source has not");
        }
    }

    /// <summary>Makes it in the target what it is in the source.</summary>
    /// <returns>Whether something that was said has left the target.</returns>
    public async Task<bool> CopyAsync(CancellationToken cancellationToken)
    {
        await CopyRejectionsAsync(cancellationToken).ConfigureAwait(false);
        bool hasForgotten = await CopyCallsAsync(cancellationToken).ConfigureAwait(false);
        bool hasLeft = await CopyQueueAsync(cancellationToken).ConfigureAwait(false);
        return hasForgotten || hasLeft;
    }

    /// <summary>Compares it, and counts.</summary>
    /// <exception cref="HistoryMigrationException">They differ.</exception>
    public async Task<HistoryMigrationResult> CompareAsync(HistoryMigrationResult result, CancellationToken cancellationToken)
    {
        long rejections = 0, calls = 0, queued = 0;
        await foreach ((Rejection? ours, Rejection? theirs) in RejectionsAsync(cancellationToken).ConfigureAwait(false))
        {
            Expect(ours is not null && ours == theirs, "it has other rejections");
            rejections++;
        }

        await foreach ((KnownCall? ours, KnownCall? theirs) in CallsAsync(cancellationToken).ConfigureAwait(false))
        {
            Expect(ours is null ? theirs!.Outcome is null : theirs is not null && AreSame(ours, theirs), "it has other calls that happen once");
            calls += ours is null ? 0 : 1;
        }

        await foreach ((QueuedCall? ours, QueuedCall? theirs) in SideBySide.ReadAsync(
            source.ReadQueueAsync(cancellationToken), target.ReadQueueAsync(cancellationToken), static (_, _) => 0, cancellationToken).ConfigureAwait(false))
        {
            Expect(ours is not null && ours == theirs, "it has another queue");
            queued++;
        }

        return result with { Rejections = rejections, Calls = calls, Queued = queued };
    }

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw HistoryMigrationException.Different(otherwise);
        }
    }

    private static bool AreSame(KnownCall one, KnownCall other) =>
        one with { Outcome = null } == other with { Outcome = null }
        && string.Equals(one.Outcome?.Description, other.Outcome?.Description, StringComparison.Ordinal)
        && one.Outcome?.HoldsFacts == other.Outcome?.HoldsFacts
        && (one.Outcome?.MemoryIds ?? []).ToHashSet(StringComparer.Ordinal).SetEquals(other.Outcome?.MemoryIds ?? []);

    private static int Order(Rejection one, Rejection other)
    {
        int scope = string.CompareOrdinal(one.Value.Scope, other.Value.Scope);
        return scope != 0 ? scope : string.CompareOrdinal(one.Value.Value, other.Value.Value);
    }

    private IAsyncEnumerable<(Rejection? Ours, Rejection? Theirs)> RejectionsAsync(CancellationToken cancellationToken) => SideBySide.ReadAsync(
        source.ReadRejectionsAsync(cancellationToken), target.ReadRejectionsAsync(cancellationToken), Order, cancellationToken);

    private IAsyncEnumerable<(KnownCall? Ours, KnownCall? Theirs)> CallsAsync(CancellationToken cancellationToken) => SideBySide.ReadAsync(
        source.ReadCallsAsync(cancellationToken),
        target.ReadCallsAsync(cancellationToken),
        static (one, other) => string.CompareOrdinal(one.Key, other.Key),
        cancellationToken);

    private async Task CopyRejectionsAsync(CancellationToken cancellationToken)
    {
        List<Rejection> adding = [];
        await foreach ((Rejection? ours, Rejection? theirs) in RejectionsAsync(cancellationToken).ConfigureAwait(false))
        {
            // Lifted since. What was rejected again since may be so from an earlier instant on.
            if (theirs is not null && !(ours?.RejectedAt >= theirs.RejectedAt))
            {
                await target.LiftRejectionAsync(theirs.Value, cancellationToken).ConfigureAwait(false);
            }

            if (ours is not null && ours != theirs)
            {
                adding.Add(ours);
            }

            if (adding.Count == Page)
            {
                await target.AddRejectionsAsync(adding, cancellationToken).ConfigureAwait(false);
                adding = [];
            }
        }

        if (adding.Count > 0)
        {
            await target.AddRejectionsAsync(adding, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> CopyCallsAsync(CancellationToken cancellationToken)
    {
        bool hasForgotten = false;
        List<KnownCall> noting = [];
        await foreach ((KnownCall? ours, KnownCall? theirs) in CallsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (ours is not null && (theirs is null || !AreSame(ours, theirs)))
            {
                hasForgotten |= theirs?.Outcome is not null;
                noting.Add(ours);
            }
            else if (ours is null && theirs is { Outcome: not null })
            {
                // The source has forgotten it, with what may have been erased of it before: of that, nothing stays here.
                hasForgotten = true;
                noting.Add(theirs with { Outcome = null, Scope = null });
            }

            if (noting.Count == Page)
            {
                await target.AddCallsAsync(noting, cancellationToken).ConfigureAwait(false);
                noting = [];
            }
        }

        if (noting.Count > 0)
        {
            await target.AddCallsAsync(noting, cancellationToken).ConfigureAwait(false);
        }

        return hasForgotten;
    }

    /// <summary>Takes out what has left the queue, and puts behind what has come: both are in the order in which it was kept.</summary>
    private async Task<bool> CopyQueueAsync(CancellationToken cancellationToken)
    {
        bool hasLeft = false;
        IAsyncEnumerator<QueuedCall> copied = target.ReadQueueAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using ConfiguredAsyncDisposable copiedToo = copied.ConfigureAwait(false);
        bool isThere = await copied.MoveNextAsync().ConfigureAwait(false);
        await foreach (QueuedCall call in source.ReadQueueAsync(cancellationToken).ConfigureAwait(false))
        {
            // Of one that says something else now, the place is behind: what follows it goes there too.
            while (isThere && copied.Current.Tried(call) != call)
            {
                isThere = await TakeOutAsync().ConfigureAwait(false);
            }

            if (!isThere)
            {
                await target.EnqueueAsync(call, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (copied.Current != call)
            {
                await target.NoteAttemptAsync(call, cancellationToken).ConfigureAwait(false);
            }

            isThere = await copied.MoveNextAsync().ConfigureAwait(false);
        }

        while (isThere)
        {
            isThere = await TakeOutAsync().ConfigureAwait(false);
        }

        return hasLeft;

        async Task<bool> TakeOutAsync()
        {
            hasLeft = true;
            await target.DequeueAsync(copied.Current.Id, cancellationToken).ConfigureAwait(false);
            return await copied.MoveNextAsync().ConfigureAwait(false);
        }
    }
}
