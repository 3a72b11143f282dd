using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Health;

/// <summary>An embedder of two dimensions whose answer a test can change, or that fails.</summary>
internal sealed class StubEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    public float[] Vector { get; set; } = [1, 0];

    public Exception? Failure { get; set; }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Failure is null
            ? Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(_ => new Embedding<float>(Vector))))
            : throw Failure;

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // Nothing is held.
    }
}
