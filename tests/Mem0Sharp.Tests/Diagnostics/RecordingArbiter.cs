namespace Mem0Sharp.Tests.Diagnostics;

/// <summary>Keeps what an arbiter was asked and what it answered.</summary>
internal sealed class RecordingArbiter(IMemoryArbiter inner) : IMemoryArbiter
{
    public List<object> Seen { get; } = [];

    public async Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default)
    {
        Seen.Add(request);
        Arbitration answer = await inner.ArbitrateAsync(request, cancellationToken);
        Seen.Add(answer);
        return answer;
    }
}
