using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Hosting;

/// <summary>A memory that a container makes, of the data source that it has.</summary>
public sealed class HostTests(PostgresServers servers)
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(PostgresServers.All), MemberType = typeof(PostgresServers))]
    public async Task Container_WithADataSourceAndASection_MakesAMemoryAndLeavesTheSourceOpen(ServerKind kind)
    {
        SharedDatabase database = await servers.GetDatabaseAsync(kind);
        string schema = database.NewSchema().Schema;
        ServiceCollection services = Services(database.Source);
        services.AddPostgresStore(Section(("Schema", schema), ("Partitions", "1")));
        services.AddMem0Sharp();
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            Memory memory = provider.GetRequiredService<Memory>();
            await memory.AddAsync("Likes green tea", Alice, Verbatim, Token);
            (await memory.SearchAsync("green tea", Alice, cancellationToken: Token)).Should().ContainSingle();
            (await memory.CheckHealthAsync(Token)).Status.Should().Be(MemoryHealthStatus.Healthy);
        }

        await using NpgsqlCommand count = database.Source.CreateCommand($"SELECT count(*) FROM {schema}.memories");
        (await count.ExecuteScalarAsync(Token)).Should().Be(1L, "the data source is the host's");
    }

    [Fact]
    public async Task CheckHealthAsync_OfAServerThatCannotBeReached_SaysSo()
    {
        await using NpgsqlDataSource nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");
        ServiceCollection services = Services(nowhere);
        services.AddPostgresStore(options => options.Retries = 0);
        services.AddMem0Sharp();
        await using ServiceProvider provider = services.BuildServiceProvider();

        (await provider.GetRequiredService<Memory>().CheckHealthAsync(Token)).Status.Should().Be(MemoryHealthStatus.Unhealthy);
    }

    [Fact]
    public async Task Container_WithKeyedMemories_KeepsThemApart()
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        await using NpgsqlDataSource other = NpgsqlDataSource.Create(database.Database.ConnectionString);
        ServiceCollection services = Services(database.Source);
        services.AddKeyedSingleton("sales", other);
        foreach (string key in (string[])["support", "sales"])
        {
            string schema = database.NewSchema().Schema;
            services.AddPostgresStore(options => (options.Schema, options.Partitions) = (schema, 1), key);
            services.AddKeyedMem0Sharp(key);
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        Memory support = provider.GetRequiredKeyedService<Memory>("support"), sales = provider.GetRequiredKeyedService<Memory>("sales");
        await support.AddAsync("Likes green tea", Alice, Verbatim, Token);

        (await support.CountAsync(Alice, cancellationToken: Token)).Should().Be(1);
        (await sales.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
    }

    [Fact]
    public async Task Container_WithSettingsOutOfRange_NamesThemAllWhenTheHostStarts()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create("Host=127.0.0.1");
        ServiceCollection services = Services(source);
        services.AddPostgresStore(Section(("Schema", "Not valid"), ("Partitions", "0"), ("ReaderRole", "none")));
        await using ServiceProvider provider = services.BuildServiceProvider();

        FluentActions.Invoking(provider.GetRequiredService<IStartupValidator>().Validate).Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().HaveCount(3);
    }

    [Fact]
    public async Task Container_WithoutADataSource_SaysWhatToRegister()
    {
        ServiceCollection services = new();
        services.AddPostgresStore();
        services.AddMem0Sharp();
        await using ServiceProvider provider = services.BuildServiceProvider();

        FluentActions.Invoking(provider.GetRequiredService<Memory>).Should().Throw<MemoryConfigurationException>()
            .Which.Suggestion.Should().Contain("NpgsqlDataSource");
    }

    private static ServiceCollection Services(NpgsqlDataSource source)
    {
        ServiceCollection services = new();
        services.AddSingleton(source);
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(new DeterministicEmbeddingGenerator());
        return services;
    }

    private static IConfiguration Section(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Postgres:{setting.Name}", (string?)setting.Value)))
        .Build().GetSection("Postgres");
}
