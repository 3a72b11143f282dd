using Microsoft.Extensions.AI;

namespace Quickstart;

/// <summary>Counts what the embedding generator is asked: what is in the memory file is not asked for again.</summary>
internal sealed class CountingEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    private int _calls; // interlocked

    public int Calls => Volatile.Read(ref _calls);

    public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        return base.GenerateAsync(values, options, cancellationToken);
    }
}
