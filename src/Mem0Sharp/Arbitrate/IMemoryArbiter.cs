namespace Mem0Sharp;

/// <summary>Decides what new facts mean for what is known: ADD, UPDATE, DELETE or NONE.</summary>
/// <remarks>
/// Shipped twice: by a model (any <c>IChatClient</c>) and by rules. Implementations are thread-safe and write nothing.
/// Source: the update phase of Chhikara et al. 2025, arXiv:2504.19413.
/// </remarks>
public interface IMemoryArbiter
{
    /// <summary>Decides about each fact.</summary>
    /// <param name="request">Facts and candidates.</param>
    /// <param name="cancellationToken">Ends the work; nothing has been written.</param>
    /// <returns>The decisions.</returns>
    /// <exception cref="ModelResponseException">A model's reply could not be read.</exception>
    /// <exception cref="MemoryNetworkException">A model could not be reached in time.</exception>
    Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default);
}
