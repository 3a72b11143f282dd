using Mem0Sharp.Postgres.Tests.Servers;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Roles;

/// <summary>What other roles see of the tables by themselves.</summary>
public sealed class RowSecurityTests(PostgresServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Analyst_ByItself_SeesWhatItsSettingNamesAndWritesNothing()
    {
        await using RolesDatabase roles = await RolesDatabase.CreateAsync(await servers.GetRealAsync());
        List<MemoryItem> items = await FillAsync(roles);
        NpgsqlDataSource analyst = roles.SourceOf(roles.Analyst, builder => builder.MaxPoolSize = 1);
        foreach (string table in (string[])["memories", "vectors", "memory_ids", "history", "links", "owners", "mem0_history"])
        {
            (await AskAsync(analyst, null, $"SELECT count(*) FROM mem0sharp.{table}")).Should().Be(0, "nothing is named, so {0} is empty", table);
        }

        int ofAlice = items.Count(MemoryScope.ForUser("alice").Contains);
        (await AskAsync(analyst, "alice", "SELECT count(*) FROM mem0sharp.memories")).Should().Be(ofAlice).And.BeLessThan(items.Count);
        (await AskAsync(analyst, "alice", "SELECT count(DISTINCT memory_id) FROM mem0sharp.mem0_history")).Should().Be(ofAlice);

        // The truth: who may send any statement may also name anybody. The setting guards against mistakes, not against its user.
        (await AskAsync(analyst, "bob", "SELECT count(*) FROM mem0sharp.memories")).Should().BePositive();
        (await AskAsync(analyst, null, "SELECT count(*) FROM mem0sharp.memories")).Should().Be(0, "a setting of a transaction ends with it");
        foreach (string sql in (string[])
            [
                "SELECT count(*) FROM mem0sharp.memories_0", "SELECT count(*) FROM mem0sharp.embeddings", "SELECT count(*) FROM mem0sharp.calls",
                "SELECT count(*) FROM mem0sharp.queue", "SELECT count(*) FROM mem0sharp.rejections", "SELECT count(*) FROM mem0sharp.erasures",
                "SELECT count(*) FROM mem0sharp.deleted_versions", "DELETE FROM mem0sharp.memories", "UPDATE mem0sharp.memories SET trust = 0",
                "INSERT INTO mem0sharp.owners VALUES (1, 'x', 1)", "TRUNCATE mem0sharp.history", "ALTER TABLE mem0sharp.memories DISABLE ROW LEVEL SECURITY",
                "SELECT set_config('row_security', 'off', true), count(*) FROM mem0sharp.memories; SELECT count(*) FROM mem0sharp.memories",
            ])
        {
            (await FluentActions.Awaiting(() => AskAsync(analyst, "alice", sql)).Should().ThrowAsync<PostgresException>(sql))
                .Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege, sql);
        }
    }

    [Fact]
    public async Task Analyst_WithAnOperatorOfItsOwnBeforeThoseOfTheServer_SeesNoMore()
    {
        await using RolesDatabase roles = await RolesDatabase.CreateAsync(await servers.GetRealAsync());
        await FillAsync(roles);
        await roles.ExecuteAsync($"CREATE SCHEMA tricks AUTHORIZATION {roles.Analyst}");
        NpgsqlDataSource analyst = roles.SourceOf(roles.Analyst);
        await AskAsync(analyst, null, """
            CREATE FUNCTION tricks.always(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
            CREATE OPERATOR tricks.= (FUNCTION = tricks.always, LEFTARG = text, RIGHTARG = text);
            CREATE FUNCTION tricks.current_setting(text, boolean) RETURNS text LANGUAGE sql AS $$SELECT 'bob'$$;
            SELECT 0::bigint
            """);

        (await AskAsync(analyst, null, "SET LOCAL search_path = tricks, pg_catalog; SELECT count(*) FROM mem0sharp.memories")).Should().Be(0);
        (await AskAsync(analyst, null, "SET LOCAL search_path = tricks, pg_catalog; SELECT count(*) FROM (SELECT 1) x WHERE 'a'::text = 'b'::text"))
            .Should().Be(1, "the trick is one");
    }

    [Fact]
    public async Task ClaimsRole_BehindAGateway_SeesTheMemoriesOfTheUserWhoIsLoggedIn()
    {
        await using RolesDatabase roles = await RolesDatabase.CreateAsync(await servers.GetRealAsync());
        List<MemoryItem> items = await FillAsync(roles);
        await using NpgsqlDataSource gateway = NpgsqlDataSource.Create(roles.ConnectionString);

        (await CountAsync("{\"sub\":\"alice\",\"role\":\"authenticated\"}", "memories")).Should().Be(items.Count(MemoryScope.ForUser("alice").Contains));
        (await CountAsync("{\"sub\":\"alice\"}", "mem0_history")).Should().BePositive();
        (await CountAsync("{\"sub\":\"nobody\"}", "memories")).Should().Be(0);
        (await CountAsync("{}", "memories")).Should().Be(0);
        (await CountAsync("", "memories")).Should().Be(0, "who is not logged in has no claims");
        (await CountAsync("{\"sub\":\"nobody\"}", "memories; SELECT set_config('mem0sharp.user_id', 'alice', true)", "SELECT count(*) FROM mem0sharp.memories"))
            .Should().Be(0, "the settings of the reader are not the gateway's");

        Task<long> CountAsync(string claims, string table, string? then = null) => AskAsync(
            gateway, null, $"SET LOCAL ROLE {roles.Claims}; SET LOCAL \"request.jwt.claims\" = '{claims}'; SELECT count(*) FROM mem0sharp.{table}; {then}");
    }

    private static async Task<List<MemoryItem>> FillAsync(RolesDatabase roles)
    {
        await using Memory memory = Tenants.Open(roles.SourceOf(roles.Owner), roles.Options);
        return await Tenants.FillAsync(memory, Token);
    }

    /// <summary>Runs statements in a transaction, and gets the number that the last one gives.</summary>
    private static async Task<long> AskAsync(NpgsqlDataSource source, string? user, string sql)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(Token);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Token);
        if (user is not null)
        {
            await using NpgsqlCommand naming = new("SELECT set_config('mem0sharp.user_id', $1, true)", connection) { Parameters = { new() { Value = user } } };
            await naming.ExecuteNonQueryAsync(Token);
        }

        await using NpgsqlCommand command = new(sql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(Token);
        long last = -1;
        do
        {
            while (await reader.ReadAsync(Token))
            {
                last = reader.GetValue(0) is long number ? number : last;
            }
        }
        while (await reader.NextResultAsync(Token));
        await reader.DisposeAsync();
        await transaction.CommitAsync(Token);
        return last;
    }
}
