using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Hosting;

/// <summary>The built-in embedder, counting the texts that come to it.</summary>
internal sealed class CountingEmbeddings() : DelegatingEmbeddingGenerator<string, Embedding<float>>(new LexicalEmbeddingGenerator())
{
    public int Texts { get; private set; }

    public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        Texts += texts.Length;
        return base.GenerateAsync(texts, options, cancellationToken);
    }
}
