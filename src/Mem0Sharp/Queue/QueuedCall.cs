namespace Mem0Sharp;

/// <summary>A call that is kept, to be done later.</summary>
/// <remarks>Immutable. <see cref="ToString"/> does not show what it says.</remarks>
public sealed record QueuedCall
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets what it does.</summary>
    public required QueuedCallKind Kind { get; init; }

    /// <summary>Gets the scope that it adds to; of a batch, the scope of the handle that it was given to, or null.</summary>
    public MemoryScope? Scope { get; init; }

    /// <summary>Gets when it was kept, which is what "yesterday" is relative to where the call does not say.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>Gets what is to be done, as JSON of the library's own. It holds what was said: treat it as such.</summary>
    public required string Content { get; init; }

    /// <summary>Gets a value indicating how often it was tried since. 0 or more.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets why it failed the last time (one of <see cref="MemoryErrorCodes"/>), or null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>
    /// Gets a value indicating whether it failed too often for a reason that does not pass by itself: it is kept, and not tried again
    /// unless it is asked for. Those after it are done.
    /// </summary>
    public bool IsSetAside { get; init; }

    /// <summary>
    /// Gets what the call is recognised by: a SHA-256 of its idempotency key, or of its id where it has none. No two calls in the queue have the
    /// same. Null only for a call that an earlier version kept.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Gets a hash of what is asked for, beside <see cref="Key"/>; else null.</summary>
    public string? Request { get; init; }

    /// <summary>Gets whose calls it must stand in order with: the user's or, without one, the agent's, the run's or the app's.</summary>
    public string Owner => OwnerOf(Scope);

    /// <summary>Makes the call without what an actor said. Updates that the actor gave stay, and no longer say who gave them.</summary>
    /// <param name="actorId">The actor, as the messages' author name has it. Compared ordinally.</param>
    /// <returns>The call itself when nothing is of that actor; null when nothing is left.</returns>
    public QueuedCall? WithoutActor(string actorId)
    {
        ArgumentNullException.ThrowIfNull(actorId);
        return Kind switch
        {
            QueuedCallKind.Add when QueuedAdd.Read(this) is { } add && add.IsOf(actorId) => With(add.WithoutActor(actorId)?.ToJson()),
            QueuedCallKind.BatchUpdate when QueuedBatch.Read(this) is { } batch && batch.IsOf(actorId) => With(batch.WithoutActor().ToJson()),
            _ => this,
        };
    }

    /// <summary>Makes the call without what it does to some memories, and what it says of links to them.</summary>
    /// <param name="memoryIds">The memories.</param>
    /// <returns>The call itself when it does not name them; null when nothing is left.</returns>
    public QueuedCall? WithoutMemories(IReadOnlyCollection<string> memoryIds)
    {
        ArgumentNullException.ThrowIfNull(memoryIds);
        return Kind == QueuedCallKind.BatchUpdate && memoryIds.Count > 0 && QueuedBatch.Read(this) is { } batch && batch.Concerns(memoryIds)
            ? With(batch.Without(memoryIds)?.ToJson())
            : this;
    }

    /// <summary>Returns kind and id.</summary>
    /// <returns>For instance "QueuedCall 0199… (Add)".</returns>
    public override string ToString() => $"QueuedCall {Id} ({Kind})";

    /// <summary>Names whose calls stand in order: those of one user, whatever the agent and the run.</summary>
    internal static string OwnerOf(MemoryScope? scope) => scope switch
    {
        null => string.Empty,
        { UserId: { } user } => $"user {user}",
        { AgentId: { } agent } => $"agent {agent}",
        { RunId: { } run } => $"run {run}",
        _ => $"app {scope.AppId}",
    };

    /// <summary>Makes the call without what a store erases.</summary>
    /// <param name="request">What is erased.</param>
    /// <param name="erasedIds">The ids of the memories that are erased by it.</param>
    /// <returns>The call itself when it speaks of nothing of it; null when nothing is left, or it is of the scope that is erased.</returns>
    public QueuedCall? Without(HistoryErasureRequest request, IReadOnlyCollection<string> erasedIds)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(erasedIds);
        if (Scope is { } whose && request.Scope?.Covers(whose) == true)
        {
            return null;
        }

        QueuedCall? rest = WithoutMemories(erasedIds);
        bool isWithin = request.Within is null || (Scope is { } scope && request.Within.Covers(scope));
        return request.ActorId is { } actor && isWithin ? rest?.WithoutActor(actor) : rest;
    }

    /// <summary>Makes the call as an attempt left it.</summary>
    internal QueuedCall Tried(QueuedCall attempted) =>
        this with { Attempts = attempted.Attempts, ErrorCode = attempted.ErrorCode, IsSetAside = attempted.IsSetAside };

    /// <summary>Gets this call in place of one that has the same key.</summary>
    /// <param name="other">That one.</param>
    /// <returns>This call.</returns>
    /// <exception cref="IdempotencyKeyException">That one asks for something else.</exception>
    public QueuedCall SameAs(QueuedCall other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return string.Equals(Request, other.Request, StringComparison.Ordinal) ? this : throw IdempotencyKeyException.OtherRequest();
    }

    private QueuedCall? With(string? content) => content is null ? null : this with { Content = content };
}
