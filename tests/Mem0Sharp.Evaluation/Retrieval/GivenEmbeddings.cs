using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>Embeds texts by looking their vectors up in a file.</summary>
internal sealed class GivenEmbeddings(EmbeddingFile file) : IEmbeddingGenerator<string, Embedding<float>>
{
    private const string ModelId = "given";

    private readonly EmbeddingGeneratorMetadata _metadata = new("file", defaultModelId: ModelId, defaultModelDimensions: file.Dimensions);

    /// <exception cref="FormatException">The file lacks a text; the message says how many of how many.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        int missing = texts.Count(text => !file.Contains(text));
        return missing == 0
            ? Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(
                texts.Select(text => new Embedding<float>(file.VectorOf(text)) { ModelId = ModelId })))
            : throw new FormatException($"The file of vectors has none for {missing} of {texts.Length} texts.");
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }
}
