namespace Mem0Sharp;

/// <summary>A call that has happened, with what decides when it is forgotten.</summary>
internal sealed record InMemoryCall(RecordedCall Recorded, MemoryScope? Scope, IReadOnlyCollection<string> MemoryIds)
{
    public override string ToString() => nameof(InMemoryCall);
}
