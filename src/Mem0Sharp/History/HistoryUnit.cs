namespace Mem0Sharp;

/// <summary>What writes have in common that are decided together, before any of them is appended: the same instance, compared by reference.</summary>
/// <remarks>Immutable. A write of it sees what an earlier one of the same memory decided.</remarks>
public sealed class HistoryUnit
{
    /// <summary>Gets a value indicating whether one write that fails keeps all from being appended. Default true.</summary>
    public bool AllOrNothing { get; init; } = true;

    /// <summary>Gets the call that the unit is, when that may happen once only. Default null.</summary>
    public HistoryCall? Call { get; init; }

    /// <summary>
    /// Gets the id of the queued call that the unit does: it leaves the queue with the writes, unless every one of them failed. Where it
    /// has left already, nothing is written. Default null.
    /// </summary>
    public string? Dequeues { get; init; }
}
