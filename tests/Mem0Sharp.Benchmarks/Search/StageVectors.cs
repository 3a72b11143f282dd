using Microsoft.Extensions.AI;

namespace Mem0Sharp.Benchmarks;

/// <summary>An embedder that knows the vectors of all texts beforehand: what it takes is no stage of a search.</summary>
internal sealed class StageVectors(int dimensions) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("known", null, "known", dimensions);
    private readonly Dictionary<string, ReadOnlyMemory<float>> _known = new(StringComparer.Ordinal);

    /// <summary>Gives a text its vector, of length one. Not while it is asked.</summary>
    /// <returns>False where the text has one.</returns>
    public bool TryAdd(string text, ReadOnlyMemory<float> vector) => _known.TryAdd(text, vector);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<GeneratedEmbeddings<Embedding<float>>>([.. values.Select(value => new Embedding<float>(_known[value]))]);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : null;

    public void Dispose()
    {
    }
}
