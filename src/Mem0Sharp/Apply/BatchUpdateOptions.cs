namespace Mem0Sharp;

/// <summary>Settings of a batch of updates.</summary>
public sealed class BatchUpdateOptions : MemoryChangeOptions
{
    /// <summary>Gets a value indicating whether one update that fails keeps all of the batch from happening.</summary>
    /// <value>Default false: each update succeeds or fails by itself.</value>
    public bool AllOrNothing { get; init; }

    /// <summary>Gets whether the batch may be kept and done later. Default null: <see cref="MemoryOptions.Queue"/>.</summary>
    public MemoryQueueMode? Queue { get; init; }

    /// <summary>Gets a key that names this call, so that it happens once however often it is made.</summary>
    /// <value>
    /// 1 to <see cref="MemoryLimits.IdLength"/> characters. Default null: each call is a call of its own. A repeated call with the same
    /// key and the same updates does nothing and returns what the first one returned, also from another process and after a crash; one with
    /// another content is refused with an <see cref="IdempotencyKeyException"/>. Known for <see cref="MemoryOptions.IdempotencyRetention"/>.
    /// </value>
    public string? IdempotencyKey { get; init; }
}
