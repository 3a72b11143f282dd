using Mem0Sharp.AspNetCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what the routes of <c>MapMem0</c> need, beside the <c>Memory</c> that <c>AddMem0Sharp</c> registers.</summary>
/// <remarks>Settings are checked when the host starts. The methods are not thread-safe, as the collection is not.</remarks>
public static class Mem0ServerServiceCollectionExtensions
{
    /// <summary>Registers the server.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="configure">Changes the settings, or null for the defaults: then nobody gets in who is not on the same machine.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddMem0Server(this IServiceCollection services, Action<Mem0ServerOptions>? configure = null)
    {
        OptionsBuilder<Mem0ServerOptions> options = AddServer(services);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }

    /// <summary>Registers the server with settings from the host's configuration, read again whenever that changes.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="section">The section with the names of <see cref="Mem0ServerOptions"/>; what it does not name keeps its default.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddMem0Server(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        AddServer(services).Bind(section);
        return services;
    }

    private static OptionsBuilder<Mem0ServerOptions> AddServer(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AccessResolver>();
        services.TryAddSingleton<RequestRate>();
        services.TryAddSingleton<ServerState>();
        services.TryAddSingleton<DashboardMetrics>();
        services.TryAddSingleton<WebhookSender>();
        services.TryAddSingleton<WebhookDelivery>();
        services.AddHostedService<MemoryOpener>();
        services.AddHostedService<WebhookDispatcher>();
        return services.AddOptionsWithValidateOnStart<Mem0ServerOptions, Mem0ServerOptionsValidator>();
    }
}
