using Mem0Sharp;
using Mem0Sharp.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the memory of <c>AddMem0Sharp</c> in PostgreSQL, in a host.</summary>
/// <remarks>
/// The history and the vector store are singletons over the container's <see cref="NpgsqlDataSource"/>: the one under the memory's key, else the one
/// without a key. It is not disposed by them. What they log goes to the container's loggers. Settings are checked when the host starts. Calling a method again for the same key registers nothing
/// twice; its settings come on top. Not thread-safe, as the collection is not.
/// </remarks>
public static class PostgresServiceCollectionExtensions
{
    /// <summary>Registers history and vectors in one database.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="configure">Changes the settings, or null for the defaults.</param>
    /// <param name="serviceKey">The memory's key; its <see cref="object.ToString"/> names the settings. Default null: none.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddPostgresStore(
        this IServiceCollection services, Action<PostgresStoreOptions>? configure = null, object? serviceKey = null)
    {
        OptionsBuilder<PostgresStoreOptions> options = AddStores(services, serviceKey);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }

    /// <summary>Registers history and vectors in one database, with settings from the host's configuration.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="section">The section with the names of <see cref="PostgresStoreOptions"/>; what it does not name keeps its default.</param>
    /// <param name="serviceKey">As for the other overload.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddPostgresStore(this IServiceCollection services, IConfiguration section, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        AddStores(services, serviceKey).Bind(section);
        return services;
    }

    private static OptionsBuilder<PostgresStoreOptions> AddStores(IServiceCollection services, object? serviceKey)
    {
        ArgumentNullException.ThrowIfNull(services);
        string name = serviceKey?.ToString() ?? Options.Options.DefaultName;
        services.TryAddKeyedSingleton(serviceKey, (provider, _) => new PostgresHistoryStore(
            Find<NpgsqlDataSource>(provider, serviceKey) ?? throw new MemoryConfigurationException(
                "The memory is to be in PostgreSQL, and the container has no NpgsqlDataSource.",
                "Register one, by services.AddSingleton(NpgsqlDataSource.Create(…)) or AddNpgsqlDataSource of Npgsql.DependencyInjection."),
            provider.GetRequiredService<IOptionsMonitor<PostgresStoreOptions>>().Get(name)));
        services.TryAddKeyedSingleton<IHistoryStore>(serviceKey, (provider, _) => Find<PostgresHistoryStore>(provider, serviceKey)!);
        services.TryAddKeyedSingleton<IVectorStore>(serviceKey, (provider, _) => new PostgresVectorStore(Find<PostgresHistoryStore>(provider, serviceKey)!));
        return services.AddOptionsWithValidateOnStart<PostgresStoreOptions, PostgresStoreOptionsValidator>(name)
            .PostConfigure<IServiceProvider>((options, provider) => options.LoggerFactory ??= provider.GetService<ILoggerFactory>());
    }

    // Asked without a key where there is none: a container need not know keys.
    private static T? Find<T>(IServiceProvider provider, object? serviceKey)
        where T : class =>
        (serviceKey is null ? null : provider.GetKeyedService<T>(serviceKey)) ?? provider.GetService<T>();
}
