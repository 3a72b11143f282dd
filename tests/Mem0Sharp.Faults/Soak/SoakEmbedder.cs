using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Faults;

/// <summary>Makes vectors of a text's hash and, other than the generator for tests, remembers none of the texts.</summary>
internal sealed class SoakEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    private static readonly EmbeddingGeneratorMetadata Metadata = new("soak", null, "soak", SHA256.HashSizeInBytes);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(static text => new Embedding<float>(Vector(text)))));

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata : null;

    public void Dispose()
    {
        // It holds nothing.
    }

    private static float[] Vector(string text) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(text)).Select(static value => value - 127.5f)];
}
