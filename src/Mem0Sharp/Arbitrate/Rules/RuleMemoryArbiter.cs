namespace Mem0Sharp;

/// <summary>Adds what is not known already, without a model.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RuleMemoryArbiter : IMemoryArbiter
{
    /// <inheritdoc/>
    public Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        MemoryDecision Decide(ExtractedFact fact, int number)
        {
            foreach ((int candidate, double _) in request.Nearest[number])
            {
                if (string.Equals(request.Candidates[candidate].Item.Text, fact.Text, StringComparison.OrdinalIgnoreCase))
                {
                    return new MemoryDecision.None(number, candidate);
                }
            }

            return new MemoryDecision.Add(number);
        }

        return Task.FromResult(new Arbitration([.. request.Facts.Select(Decide)]));
    }
}
