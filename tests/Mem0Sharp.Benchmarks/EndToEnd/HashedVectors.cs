using Microsoft.Extensions.AI;

namespace Mem0Sharp.Benchmarks;

/// <summary>An embedder that makes of each text a vector of length one that is the text's alone, at once: what it takes is next to nothing.</summary>
internal sealed class HashedVectors(int dimensions) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("hashed", null, "hashed", dimensions);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = [];
        foreach (string value in values)
        {
            embeddings.Add(new Embedding<float>(Vector(value)));
        }

        return Task.FromResult(embeddings);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : null;

    public void Dispose()
    {
    }

    private float[] Vector(string text)
    {
        // FNV-1a of the text starts a generator (SplitMix64): the same vector in every process.
        ulong state = 14_695_981_039_346_656_037;
        foreach (char unit in text)
        {
            state = (state ^ unit) * 1_099_511_628_211;
        }

        float[] vector = new float[dimensions];
        double sum = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            ulong mixed = state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            float value = ((mixed ^ (mixed >> 31)) >> 40) / (float)(1 << 23) - 1;
            vector[i] = value;
            sum += value * value;
        }

        float scale = (float)(1 / Math.Sqrt(sum));
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] *= scale;
        }

        return vector;
    }
}
