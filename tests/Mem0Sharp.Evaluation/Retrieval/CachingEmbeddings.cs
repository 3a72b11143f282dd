using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>Embeds each text once, for all memories of a run. Not thread-safe: they are filled and asked one after the other.</summary>
internal sealed class CachingEmbeddings(IEmbeddingGenerator<string, Embedding<float>> inner)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    private readonly Dictionary<string, Embedding<float>> _known = new(StringComparer.Ordinal);

    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        string[] unknown = [.. texts.Where(text => !_known.ContainsKey(text)).Distinct(StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            GeneratedEmbeddings<Embedding<float>> made = await base.GenerateAsync(unknown, options, cancellationToken);
            for (int i = 0; i < unknown.Length; i++)
            {
                _known.Add(unknown[i], made[i]);
            }
        }

        return new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => _known[text]));
    }
}
