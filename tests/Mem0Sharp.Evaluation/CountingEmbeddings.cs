using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>Counts what an embedding generator is asked. Its metadata stay those of the generator, so the memory file is the same.</summary>
internal sealed class CountingEmbeddings(IEmbeddingGenerator<string, Embedding<float>> inner)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    private int _calls;
    private int _texts;

    /// <summary>Gets the number of calls.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Gets the number of texts in all calls.</summary>
    public int Texts => Volatile.Read(ref _texts);

    public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _texts, texts.Length);
        return base.GenerateAsync(texts, options, cancellationToken);
    }
}
