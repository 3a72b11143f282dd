using Microsoft.Extensions.AI;

namespace Mem0Sharp.Benchmarks;

/// <summary>An embedder that costs next to nothing, and counts.</summary>
internal sealed class CountingVectors(int dimensions) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("counting", null, "counting", dimensions);

    /// <summary>Gets how often it was called. One call at a time.</summary>
    public int Calls { get; private set; }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        GeneratedEmbeddings<Embedding<float>> embeddings = [];
        foreach (string value in values)
        {
            float[] vector = new float[dimensions];
            vector[(uint)string.GetHashCode(value, StringComparison.Ordinal) % dimensions] = 1;
            embeddings.Add(new Embedding<float>(vector));
        }

        return Task.FromResult(embeddings);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : null;

    public void Dispose()
    {
    }
}
