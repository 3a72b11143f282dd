namespace Mem0Sharp;

/// <summary>Makes calls that have a key once: what happened before is read, not done again. Thread-safe.</summary>
internal sealed class CallOnce(IHistoryStore history, MemoryOptions settings, TimeProvider time)
{
    /// <summary>Gets the instant before which calls are no longer remembered.</summary>
    public DateTimeOffset ForgottenBefore(DateTimeOffset now) =>
        now - DateTimeOffset.MinValue < settings.IdempotencyRetention ? DateTimeOffset.MinValue : now - settings.IdempotencyRetention;

    /// <summary>Gets a call that has happened, unless that was too long ago.</summary>
    public async Task<RecordedCall?> FindAsync(IdempotentCall call, CancellationToken cancellationToken) =>
        await history.GetCallAsync(call.Key, cancellationToken).ConfigureAwait(false) is { } found && found.CalledAt >= ForgottenBefore(time.GetUtcNow())
            ? found
            : null;

    /// <summary>Makes a call, or returns what it returned when it was made before, by whomever.</summary>
    /// <param name="call">The call, or null when it may be made any number of times.</param>
    /// <param name="make">Makes it; throws <see cref="CallRepeatedException"/> when the transaction finds that somebody was quicker.</param>
    /// <param name="read">Reads what it returned from the outcome's description.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <exception cref="IdempotencyKeyException">The key is another call's, or what it wrote was erased.</exception>
    public async Task<T> RunAsync<T>(IdempotentCall? call, Func<Task<T>> make, Func<string, Task<T>> read, CancellationToken cancellationToken)
    {
        if (call is null)
        {
            return await make().ConfigureAwait(false);
        }

        // Asked first, so that what happened costs no model and no embedding again.
        RecordedCall? earlier = await FindAsync(call, cancellationToken).ConfigureAwait(false);
        if (earlier is null)
        {
            try
            {
                return await make().ConfigureAwait(false);
            }
            catch (CallRepeatedException)
            {
                earlier = await FindAsync(call, cancellationToken).ConfigureAwait(false);
            }
        }

        if (!string.Equals(earlier?.Request, call.Request, StringComparison.Ordinal))
        {
            throw IdempotencyKeyException.OtherRequest();
        }

        return await read(earlier!.Outcome ?? throw IdempotencyKeyException.Erased()).ConfigureAwait(false);
    }
}
