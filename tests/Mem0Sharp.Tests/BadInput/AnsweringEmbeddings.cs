using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.BadInput;

/// <summary>A sound embedding generator whose answers a test replaces.</summary>
internal sealed class AnsweringEmbeddings(DeterministicEmbeddingGenerator sound) : DelegatingEmbeddingGenerator<string, Embedding<float>>(sound)
{
    public delegate Task<GeneratedEmbeddings<Embedding<float>>> Answer(IReadOnlyList<Embedding<float>> sound, CancellationToken cancellationToken);

    /// <summary>Gets or sets what becomes of the sound answer; null for nothing.</summary>
    public Answer? Instead { get; set; }

    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = await base.GenerateAsync(values, options, cancellationToken);
        return Instead is { } instead ? await instead([.. embeddings], cancellationToken) : embeddings;
    }
}
