namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>What a test may rely on, whichever server it runs on.</summary>
public sealed class ServerTests(PostgresServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<ServerKind> All => PostgresServers.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Server_OfEachKind_MeasuresTheDistanceOfTwoVectors(ServerKind kind)
    {
        PostgresServer server = await servers.GetAsync(kind);
        await using TestDatabase database = await server.CreateDatabaseAsync(Token);
        await database.ExecuteAsync("CREATE EXTENSION vector", Token);

        (await database.ScalarAsync<double>("SELECT '[1,2,3]'::vector <-> '[1,2,4]'", Token)).Should().Be(1);
        (await database.ScalarAsync<string>("SELECT extversion FROM pg_extension WHERE extname = 'vector'", Token)).Should().Be(server.VectorVersion.ToString());
        (await database.ScalarAsync<string>("SHOW server_version", Token)).Should().StartWith(server.Version.ToString());
        server.VectorVersion.Should().BeGreaterThanOrEqualTo(new Version(0, 8, 0));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task CreateDatabase_Twice_GivesTwoThatShareNothing(ServerKind kind)
    {
        PostgresServer server = await servers.GetAsync(kind);
        await using TestDatabase one = await server.CreateDatabaseAsync(Token);
        await using TestDatabase other = await server.CreateDatabaseAsync(Token);
        await one.ExecuteAsync("CREATE TABLE mine (n int)", Token);

        (await one.ScalarAsync<bool>("SELECT to_regclass('mine') IS NOT NULL", Token)).Should().BeTrue();
        (await other.ScalarAsync<bool>("SELECT to_regclass('mine') IS NOT NULL", Token)).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Database_AfterItIsDropped_TakesNoConnection(ServerKind kind)
    {
        PostgresServer server = await servers.GetAsync(kind);
        TestDatabase database = await server.CreateDatabaseAsync(Token);
        await database.ExecuteAsync("SELECT 1", Token);

        await database.DisposeAsync();

        await database.Awaiting(gone => gone.ExecuteAsync("SELECT 1", Token)).Should().ThrowAsync<Npgsql.NpgsqlException>();
    }
}
