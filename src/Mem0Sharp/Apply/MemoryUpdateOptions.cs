namespace Mem0Sharp;

/// <summary>Settings of one update.</summary>
public sealed class MemoryUpdateOptions : MemoryChangeOptions
{
    /// <summary>Gets the version the memory must have for the change to happen.</summary>
    /// <value>1 or more. Default null: whichever it has.</value>
    public int? ExpectedVersion { get; init; }

    /// <summary>Gets what happens when the memory has another version than expected, or is newer than the change's timestamp.</summary>
    /// <value>Default <see cref="ConflictPolicy.Fail"/>.</value>
    public ConflictPolicy OnConflict { get; init; }

    /// <summary>Gets a key that names this call, so that it happens once however often it is made.</summary>
    /// <value>
    /// 1 to <see cref="MemoryLimits.IdLength"/> characters. Default null: each call is a call of its own. A repeated call with the same
    /// key for the same memory does nothing and returns what the first one returned, also from another process and after a crash; one with
    /// another content is refused with an <see cref="IdempotencyKeyException"/>. Known for <see cref="MemoryOptions.IdempotencyRetention"/>.
    /// </value>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// Gets a condition on the memory as it is when the change would happen; where it does not hold, nothing is changed and the
    /// result says so. It is evaluated inside the write, perhaps more than once: it must be quick and have no effect. What it throws
    /// is thrown by the call, and nothing is changed.
    /// </summary>
    /// <value>Default null: no condition.</value>
    public Func<MemoryItem, bool>? When { get; init; }
}
