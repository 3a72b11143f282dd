using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Search;

/// <summary>The store passes what every vector store must pass, with the history elsewhere.</summary>
public sealed class ConformanceTests(PostgresServers servers)
{
    public static TheoryData<ServerKind, string> Cases { get; } = new(PostgresServers.All.SelectMany(kind =>
        new VectorStoreConformance(_ => throw new NotSupportedException()).Cases.Select(each => (kind.Data, each.Name))));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Store_OfAnyServer_Conforms(ServerKind kind, string name)
    {
        PostgresServer server = await servers.GetAsync(kind);
        await using TestDatabase database = await server.CreateDatabaseAsync(Token);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(database.ConnectionString);
        int schemas = 0;
        PostgresStoreOptions last = new();
        VectorStoreConformance suite = new(
            _ => Task.FromResult<IVectorStore>(new PostgresVectorStore(source, last = new PostgresStoreOptions { Schema = $"store_{++schemas}", Partitions = 2 })),
            async (store, _) =>
            {
                await store.DisposeAsync();
                return new PostgresVectorStore(source, last);
            });

        await suite.Cases.Single(each => string.Equals(each.Name, name, StringComparison.Ordinal)).RunAsync(Token);
    }
}
