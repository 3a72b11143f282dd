namespace Mem0Sharp;

/// <summary>Decides by rules, without a model, what new facts mean for what is known. Precision before recall.</summary>
/// <remarks>
/// <para>
/// A fact that says the same words as a known memory is NONE. A correction updates, and a take-back deletes, the one memory that it
/// clearly means; when none or several could be meant, or it is immutable, a correction is added and a take-back does nothing.
/// Everything else is added: a contradiction that nobody announced, or a paraphrase, is not seen.
/// </para>
/// <para>Thread-safe, deterministic, the same in every culture. One decision for each fact, at most one for each candidate.</para>
/// </remarks>
public sealed class RuleMemoryArbiter : IMemoryArbiter
{
    /// <inheritdoc/>
    public Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<Arbitration>(cancellationToken)
            : Task.FromResult(new Arbitration(new RuleArbitration(request).Decide()));
    }
}
