using Mem0Sharp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a <see cref="Memory"/> with a host.</summary>
/// <remarks>
/// The memory is a singleton that the container makes when it is first asked for, of what the container has (chat client,
/// embedding generator, stores, extractor, arbiter, reranker, clock, logging, metrics), and disposes. Settings are checked when the host
/// starts. Calling a method again for the same key registers nothing twice; its settings and its composition come on top.
/// The methods are not thread-safe, as the collection is not.
/// </remarks>
public static class Mem0SharpServiceCollectionExtensions
{
    /// <summary>Registers a memory.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="configure">Changes the settings, or null for the defaults.</param>
    /// <param name="build">
    /// Puts the memory together further, after what the container has, or null. It runs when the memory is made; what it gives
    /// to the builder is owned as the builder says.
    /// </param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddMem0Sharp(
        this IServiceCollection services,
        Action<MemoryOptions>? configure = null,
        Action<IServiceProvider, MemoryBuilder>? build = null) =>
        services.AddKeyedMem0Sharp(serviceKey: null, configure, build);

    /// <summary>Registers a memory with settings from the host's configuration.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="section">The section with the names of <see cref="MemoryOptions"/>; what it does not name keeps its default.</param>
    /// <param name="build">As for the other overload.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddMem0Sharp(
        this IServiceCollection services, IConfiguration section, Action<IServiceProvider, MemoryBuilder>? build = null) =>
        services.AddKeyedMem0Sharp(serviceKey: null, section, build);

    /// <summary>Registers a memory under a key, so that a host can have several.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="serviceKey">
    /// The key; its <see cref="object.ToString"/> names the settings. Parts that the container has under the same key are
    /// preferred to those without one. Null is no key.
    /// </param>
    /// <param name="configure">Changes the settings, or null for the defaults.</param>
    /// <param name="build">As for <see cref="AddMem0Sharp(IServiceCollection, Action{MemoryOptions}?, Action{IServiceProvider, MemoryBuilder}?)"/>.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddKeyedMem0Sharp(
        this IServiceCollection services,
        object? serviceKey,
        Action<MemoryOptions>? configure = null,
        Action<IServiceProvider, MemoryBuilder>? build = null)
    {
        OptionsBuilder<MemoryOptions> options = AddMemory(services, serviceKey, build);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }

    /// <summary>Registers a memory under a key, with settings from the host's configuration.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="serviceKey">As for the other overload.</param>
    /// <param name="section">The section with the names of <see cref="MemoryOptions"/>; what it does not name keeps its default.</param>
    /// <param name="build">As for the other overload.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddKeyedMem0Sharp(
        this IServiceCollection services,
        object? serviceKey,
        IConfiguration section,
        Action<IServiceProvider, MemoryBuilder>? build = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        AddMemory(services, serviceKey, build).Bind(section);
        return services;
    }

    private static OptionsBuilder<MemoryOptions> AddMemory(
        IServiceCollection services, object? serviceKey, Action<IServiceProvider, MemoryBuilder>? build)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<TakenStores>();
        services.TryAddKeyedSingleton(serviceKey, (provider, _) => new ContainerParts(provider, serviceKey).Build());
        if (build is not null)
        {
            services.AddKeyedSingleton(serviceKey, new MemoryComposition(build));
        }

        return services.AddOptionsWithValidateOnStart<MemoryOptions, MemoryOptionsValidator>(ContainerParts.OptionsName(serviceKey));
    }
}
