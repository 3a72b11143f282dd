using Mem0Sharp;
using Mem0Sharp.Chroma;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a <see cref="ChromaVectorStore"/> with a host.</summary>
/// <remarks>Not thread-safe, as the collection is not.</remarks>
public static class ChromaServiceCollectionExtensions
{
    /// <summary>Registers the store as the host's <see cref="IVectorStore"/>, a singleton, which the memory of <c>AddMem0Sharp</c> takes. One that is
    /// registered before, under the same key, is used in its place.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="configure">Says where the vectors are, when the store is made.</param>
    /// <param name="serviceKey">The memory's key. Default null: none.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddChromaVectorStore(
        this IServiceCollection services, Action<IServiceProvider, ChromaStoreOptions> configure, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddKeyedSingleton<IVectorStore>(serviceKey, (provider, _) =>
        {
            ChromaStoreOptions options = new();
            configure(provider, options);
            return new ChromaVectorStore(options);
        });
        return services;
    }
}
