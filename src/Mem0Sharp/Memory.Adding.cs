namespace Mem0Sharp;

/// <content>Adding many conversations.</content>
public sealed partial class Memory
{
    /// <summary>Remembers what is worth keeping of many conversations. Made again after a crash or an outage, the call goes on where it ended.</summary>
    /// <param name="conversations">
    /// The conversations; those of one user (or agent, or run) oldest first. Each is added in parts, and each part at most once: what an
    /// earlier call with the same conversation added is read, and costs nothing, for <see cref="MemoryOptions.IdempotencyRetention"/>.
    /// </param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work; what is committed stays, and the same call goes on from there.</param>
    /// <returns>
    /// One item for each conversation. One that fails does not keep others from being added, unless a service or the store failed for a reason
    /// that passes (<see cref="MemoryException.IsTransient"/>): then those of the same user that follow it are left for the next call, so
    /// that what was said later is not known earlier. One with a reply that could not be read is made again by the next call, too.
    /// </returns>
    /// <exception cref="MemoryStoreException">The store could not be opened.</exception>
    /// <exception cref="MemoryValidationException">A conversation or a setting is not acceptable. Nothing was done.</exception>
    public Task<MemoryAddManyResult> AddManyAsync(
        IEnumerable<MemoryConversation> conversations, MemoryAddManyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversations);
        options ??= new MemoryAddManyOptions();
        MemoryConversation[] all = ManyConversations.Validated(conversations, options);
        return RunAsync(MemoryTelemetryNames.AddMany, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            ManyConversations many = new(
                all, options, (part, scope, adding, keyOf, token) => AddAsync(ConversationOf(part, adding), scope, adding, token, keyOf));
            return await many.AddAsync(cancellationToken).ConfigureAwait(false);
        });
    }
}
