namespace Mem0Sharp;

/// <summary>What became of a call that was kept to be done later.</summary>
/// <remarks>Immutable. <see cref="ToString"/> does not show what it says.</remarks>
public sealed record QueuedCallStatus
{
    /// <summary>Gets the call's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets how far it is.</summary>
    public required QueuedCallState State { get; init; }

    /// <summary>Gets when it was kept or, once it is done, when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the scope that it adds to; of a batch, the scope of the handle that it was given to, or null.</summary>
    public MemoryScope? Scope { get; init; }

    /// <summary>Gets how often it was tried in vain, while it is not done. 0 or more.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets why it failed the last time (one of <see cref="MemoryErrorCodes"/>), while it is not done; or null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Gets what an add did; null while it is not done, of a batch, and when a memory that it wrote has been erased since.</summary>
    public MemoryAddResult? Added { get; init; }

    /// <summary>Gets the memories that it wrote, as it left them; none while it is not done, and when one of them has been erased since.</summary>
    public IReadOnlyList<MemoryItem> Items { get; init; } = [];

    /// <summary>Gets how many updates of a batch, or facts of an add, were refused: each for itself. 0 or more.</summary>
    public int FailedCount { get; init; }

    /// <summary>Returns id and state.</summary>
    /// <returns>For instance "QueuedCallStatus 0199… (Done)".</returns>
    public override string ToString() => $"QueuedCallStatus {Id} ({State})";
}
