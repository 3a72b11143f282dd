namespace Mem0Sharp.Tests.Adding;

/// <summary>An arbiter that takes its time, in which something happens, and then decides as it was told.</summary>
internal sealed class MeanwhileArbiter(Func<Task> meanwhile, Func<ArbitrationRequest, MemoryDecision> decide) : IMemoryArbiter
{
    public async Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default)
    {
        await meanwhile();
        return new Arbitration([decide(request)]);
    }
}
