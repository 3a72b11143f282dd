using Mem0Sharp.LocalEmbeddings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a <see cref="LocalEmbeddingGenerator"/> with a host.</summary>
/// <remarks>Not thread-safe, as the collection is not.</remarks>
public static class LocalEmbeddingServiceCollectionExtensions
{
    /// <summary>Registers the generator as the host's <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>, a singleton, for whatever
    /// takes one: a memory, for instance. What the host registers itself, before or after, is used in its place.</summary>
    /// <param name="services">The collection.</param>
    /// <returns>The collection.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <remarks>It logs what it cuts where the host logs. The weights are read at the first call, once in a process.</remarks>
    public static IServiceCollection AddLocalEmbeddings(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
            provider => new LocalEmbeddingGenerator(provider.GetService<ILogger<LocalEmbeddingGenerator>>()));
        return services;
    }
}
