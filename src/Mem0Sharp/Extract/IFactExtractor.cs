namespace Mem0Sharp;

/// <summary>Finds what is worth keeping in a conversation.</summary>
/// <remarks>
/// Shipped twice: by a model (any <c>IChatClient</c>) and by rules. Implementations are thread-safe and write nothing.
/// Source: the extraction phase of Chhikara et al. 2025, arXiv:2504.19413.
/// </remarks>
public interface IFactExtractor
{
    /// <summary>Finds the facts of a conversation.</summary>
    /// <param name="request">The conversation.</param>
    /// <param name="cancellationToken">Ends the work; nothing has been written.</param>
    /// <returns>The facts; none when nothing is worth keeping.</returns>
    /// <exception cref="ModelResponseException">A model's reply could not be read.</exception>
    /// <exception cref="MemoryNetworkException">A model could not be reached in time.</exception>
    Task<FactExtraction> ExtractAsync(FactExtractionRequest request, CancellationToken cancellationToken = default);
}
