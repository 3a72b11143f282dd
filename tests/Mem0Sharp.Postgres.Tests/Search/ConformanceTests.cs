using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;

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
        SharedDatabase database = await servers.GetDatabaseAsync(kind);
        PostgresStoreOptions last = new();
        VectorStoreConformance suite = new(
            _ => Task.FromResult<IVectorStore>(new PostgresVectorStore(database.Source, last = database.NewSchema())),
            async (store, _) =>
            {
                await store.DisposeAsync();
                return new PostgresVectorStore(database.Source, last);
            });

        await suite.Cases.Single(each => string.Equals(each.Name, name, StringComparison.Ordinal)).RunAsync(Token);
    }
}
