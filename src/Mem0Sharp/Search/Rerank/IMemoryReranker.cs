namespace Mem0Sharp;

/// <summary>Says how relevant each of the memories that a search found is to its question, having read both together.</summary>
/// <remarks>
/// Shipped once, by a model (any <c>IChatClient</c>); a cross-encoder or a service is the host's to bring. Implementations are
/// thread-safe and keep nothing of what they are shown. What one throws, and an answer of another form, costs a search the better order
/// and not its results: they stay in the order of their scores.
/// </remarks>
public interface IMemoryReranker
{
    /// <summary>Judges memories.</summary>
    /// <param name="query">The question or words that were searched for.</param>
    /// <param name="memories">The memories, best first by their scores. At least one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>As many relevances as memories, in their order. Each is finite, from 0 (nothing to do with it) to 1 (answers it).</returns>
    /// <exception cref="ModelResponseException">A model's reply could not be read.</exception>
    /// <exception cref="MemoryNetworkException">A model could not be reached in time.</exception>
    Task<IReadOnlyList<double>> RerankAsync(
        string query, IReadOnlyList<MemoryItem> memories, CancellationToken cancellationToken = default);
}
