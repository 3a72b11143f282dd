namespace Mem0Sharp;

/// <summary>The vectors of memories as the history has them, by their texts: those of one model never change. Thread-safe.</summary>
internal sealed class HistoryVectors(IHistoryStore history)
{
    /// <summary>Is a <see cref="VectorSource"/>: one read for all, and of each text once.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetAsync(IReadOnlyList<MemoryItem> items, CancellationToken cancellationToken)
    {
        Dictionary<string, int> places = new(items.Count, StringComparer.Ordinal);
        foreach (MemoryItem item in items)
        {
            places.TryAdd(item.Text, places.Count);
        }

        IReadOnlyList<ReadOnlyMemory<float>?> vectors = await history.GetEmbeddingsAsync([.. places.Keys], cancellationToken).ConfigureAwait(false);
        return [.. items.Select(item => vectors[places[item.Text]])];
    }
}
