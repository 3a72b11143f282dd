namespace Mem0Sharp.Tests.Search.Hybrid;

/// <summary>A history that counts how often embeddings are read from it.</summary>
internal sealed class EmbeddingReads(IHistoryStore inner) : DelegatingHistory(inner)
{
    public int Reads { get; set; }

    public override Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetEmbeddingsAsync(
        IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        Reads++;
        return base.GetEmbeddingsAsync(texts, cancellationToken);
    }
}
