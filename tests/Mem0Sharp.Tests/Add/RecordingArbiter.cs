namespace Mem0Sharp.Tests.Adding;

/// <summary>An arbiter that adds every fact, and keeps what it was asked.</summary>
internal sealed class RecordingArbiter(List<ArbitrationRequest> asked) : IMemoryArbiter
{
    public Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default)
    {
        asked.Add(request);
        return Task.FromResult(new Arbitration([.. request.Facts.Select((_, fact) => new MemoryDecision.Add(fact))]));
    }
}
