namespace Mem0Sharp;

/// <summary>What writes of one call have in common. By default nothing: each succeeds or fails by itself, however often it is made.</summary>
/// <param name="AllOrNothing">Whether one that fails keeps all from happening.</param>
/// <param name="Call">The call that they are, when it is to happen once.</param>
/// <param name="Dequeues">The queued call that they do.</param>
internal readonly record struct MemoryWriteGroup(bool AllOrNothing, IdempotentCall? Call = null, string? Dequeues = null)
{
    public override string ToString() => nameof(MemoryWriteGroup);
}
