namespace Mem0Sharp.Tests.Apply.Linearizability;

/// <summary>An operation as it ran: between which two ticks of a common counter, and what it answered.</summary>
internal sealed record RecordedCall(MemoryOperation Operation, long Invoked, long Returned, string Answer)
{
    public bool Overlaps(RecordedCall other) => Invoked < other.Returned && other.Invoked < Returned;
}
