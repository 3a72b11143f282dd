using Microsoft.Extensions.AI;
using OpenAI.Embeddings;

namespace Quickstart;

/// <summary>The official OpenAI SDK as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>, which it does not implement itself.</summary>
internal sealed class OpenAIEmbeddingGenerator(OpenAIConnection connection, string model) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingClient _client = connection.Embeddings(model);

    // The model's id is what the memory file records; the dimension is learned from the first embedding.
    private readonly EmbeddingGeneratorMetadata _metadata = new("openai", connection.Address, model);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        Microsoft.Extensions.AI.EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        OpenAI.Embeddings.EmbeddingGenerationOptions settings = new() { Dimensions = options?.Dimensions };
        OpenAIEmbeddingCollection answer = await OpenAIConnection.CallAsync(
            () => _client.GenerateEmbeddingsAsync(values, settings, cancellationToken));
        return new GeneratedEmbeddings<Embedding<float>>(
            answer.OrderBy(embedding => embedding.Index).Select(embedding => new Embedding<float>(embedding.ToFloats()) { ModelId = answer.Model }))
        {
            Usage = answer.Usage is null ? null : new UsageDetails
            {
                InputTokenCount = answer.Usage.InputTokenCount,
                TotalTokenCount = answer.Usage.TotalTokenCount,
            },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(_client) ? _client
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The SDK's client holds nothing to release.
    }
}
