using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Roles;

/// <summary>Roles that may do no more than they must.</summary>
public sealed class LeastRightsTests(PostgresServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenAsync_AsARoleThatOwnsNothing_NeedsNoRightToCreate()
    {
        await using RolesDatabase roles = await RolesDatabase.CreateAsync(await servers.GetRealAsync());
        await MakeAsync(roles);
        (await roles.ScalarAsync<bool>(
            $"SELECT has_schema_privilege('{roles.Host}', 'mem0sharp', 'CREATE') OR has_database_privilege('{roles.Host}', current_database(), 'CREATE')"))
            .Should().BeFalse();

        await using Memory memory = Tenants.Open(roles.SourceOf(roles.Host), roles.Options);
        List<MemoryItem> items = await Tenants.FillAsync(memory, Token);
        (await memory.SearchAsync("green tea", MemoryScope.ForUser("alice"), cancellationToken: Token)).Should().NotBeEmpty();
        (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();
        await memory.EraseAsync(MemoryScope.ForUser("bob"), cancellationToken: Token);
        (await memory.CountAsync(MemoryScope.ForUser("bob"), cancellationToken: Token)).Should().Be(0);
        (await memory.CountAsync(MemoryScope.ForUser("alice"), cancellationToken: Token)).Should().BePositive();
        await memory.ResetAsync(Token);
        (await memory.GetAsync(items[1].Id, cancellationToken: Token)).Should().BeNull();
    }

    [Fact]
    public async Task OpenAsync_OfWhatThisRoleMayNotMake_SaysWhoShould()
    {
        await using RolesDatabase roles = await RolesDatabase.CreateAsync(await servers.GetRealAsync(), extensionIn: null);
        PostgresHistoryStore host = new(roles.SourceOf(roles.Host), roles.Options);
        (await RefusedAsync(host)).Message.Should().Contain("extension vector");
        await roles.ExecuteAsync("CREATE EXTENSION vector");
        (await RefusedAsync(host)).Message.Should().Contain("tables are not there");

        await roles.ExecuteAsync($"DROP ROLE {roles.Claims}");
        (await RefusedAsync(new PostgresHistoryStore(roles.SourceOf(roles.Owner), roles.Options))).Suggestion.Should().Contain("CREATE ROLE");
        await roles.ExecuteAsync($"CREATE ROLE {roles.Claims} NOLOGIN");
        await new PostgresHistoryStore(roles.SourceOf(roles.Owner), roles.Options).OpenAsync(Token);
        await host.OpenAsync(Token);
    }

    [Fact]
    public async Task OpenAsync_AsARoleThatRowSecurityHidesEverythingFrom_IsRefused()
    {
        await using RolesDatabase roles = await RolesDatabase.CreateAsync(await servers.GetRealAsync());
        PostgresStoreOptions forgetful = new() { Partitions = 1, ReaderRole = roles.Reader, Retries = 0 };
        await new PostgresHistoryStore(roles.SourceOf(roles.Owner), forgetful).OpenAsync(Token);
        await roles.ExecuteAsync($"""
            GRANT USAGE ON SCHEMA mem0sharp TO {roles.Host};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA mem0sharp TO {roles.Host};
            GRANT USAGE ON SEQUENCE mem0sharp.numbers TO {roles.Host};
            GRANT {roles.Reader} TO {roles.Host};
            """);

        PostgresHistoryStore host = new(roles.SourceOf(roles.Host), forgetful);
        (await RefusedAsync(host)).Message.Should().Contain("Row security");
        PostgresStoreOptions mindful = new() { Partitions = 1, ReaderRole = roles.Reader, ApplicationRole = roles.Host, Retries = 0 };
        await new PostgresHistoryStore(roles.SourceOf(roles.Owner), mindful).OpenAsync(Token);
        await host.OpenAsync(Token);
    }

    [Theory]
    [InlineData("extensions")]
    [InlineData("Of \"all\" %.kinds")]
    public async Task Memory_WithTheExtensionInASchemaOutsideTheSearchPath_Works(string schema)
    {
        await using RolesDatabase roles = await RolesDatabase.CreateAsync(await servers.GetRealAsync(), schema.Replace("\"", "\"\"", StringComparison.Ordinal));
        await using (Memory maker = Tenants.Open(roles.SourceOf(roles.Owner), roles.Options))
        {
            (await FluentActions.Awaiting(() => maker.OpenAsync(Token)).Should().ThrowAsync<MemoryConfigurationException>("nobody else may use that schema yet"))
                .Which.Suggestion.Should().Contain("GRANT USAGE ON SCHEMA");
        }

        await roles.ExecuteAsync(
            $"GRANT USAGE ON SCHEMA \"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\" TO {roles.Owner}, {roles.Host}, {roles.Reader}, {roles.Claims}");
        await using Memory owner = Tenants.Open(roles.SourceOf(roles.Owner), roles.Options);
        await Tenants.FillAsync(owner, Token);
        await using Memory memory = Tenants.Open(roles.SourceOf(roles.Host), roles.Options);
        (await memory.SearchAsync("green tea", MemoryScope.ForUser("alice"), cancellationToken: Token)).Should().NotBeEmpty();
        (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();
        await using PostgresVectorStore store = new(roles.SourceOf(roles.Owner), new PostgresStoreOptions { Schema = "projected", Partitions = 1 });
        await using Memory projected = new MemoryBuilder().UseVectorStore(store).UseEmbeddings(new DeterministicEmbeddingGenerator()).Build();
        await Tenants.FillAsync(projected, Token);
        (await projected.SearchAsync("green tea", MemoryScope.ForUser("alice"), cancellationToken: Token)).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Script_RunTwiceByAnAdministrator_MakesWhatOpeningMakes()
    {
        const string Catalog = """
            SELECT string_agg(line, E'\n' ORDER BY line) FROM (
                SELECT format('%s.%s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull) AS line FROM pg_attribute a
                    JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'mem0sharp'::regnamespace AND a.attnum > 0
                UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'mem0sharp'
                UNION ALL SELECT format('%s %s %s', tablename, cmd, qual) FROM pg_policies WHERE schemaname = 'mem0sharp'
                UNION ALL SELECT format('%s %s', relname, relrowsecurity) FROM pg_class WHERE relnamespace = 'mem0sharp'::regnamespace
            ) lines
            """;
        RealServer server = await servers.GetRealAsync();
        await using RolesDatabase opened = await RolesDatabase.CreateAsync(server);
        await MakeAsync(opened);
        await using RolesDatabase scripted = await RolesDatabase.CreateAsync(server);
        string script = PostgresSchemaScript.Create(scripted.Options);
        await scripted.ExecuteAsync(script);
        await scripted.ExecuteAsync(script);

        (await scripted.ScalarAsync<string>(Catalog)).Should().Be(await opened.ScalarAsync<string>(Catalog));
        (await scripted.ScalarAsync<long>("SELECT count(*) FROM mem0sharp.state")).Should().Be(1);
        await using Memory memory = Tenants.Open(scripted.SourceOf(scripted.Host), scripted.Options);
        await Tenants.FillAsync(memory, Token);
        (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("public")]
    [InlineData("Reader")]
    [InlineData("r\" ; DROP TABLE x")]
    [InlineData("")]
    public void Options_WithANameThatIsNoRoles_AreRefused(string name)
    {
        using NpgsqlDataSource source = NpgsqlDataSource.Create("Host=127.0.0.1");
        FluentActions.Invoking(() => new PostgresHistoryStore(source, new PostgresStoreOptions { ReaderRole = name })).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => new PostgresHistoryStore(source, new PostgresStoreOptions { ReaderRole = "a", ApplicationRole = "a" }))
            .Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => new PostgresHistoryStore(source, new PostgresStoreOptions { ReaderRole = "a", ApplicationRole = "b" })).Should().NotThrow();
    }

    private static async Task MakeAsync(RolesDatabase roles) =>
        await new PostgresHistoryStore(roles.SourceOf(roles.Owner), roles.Options).OpenAsync(Token);

    private static async Task<MemoryConfigurationException> RefusedAsync(PostgresHistoryStore history) =>
        (await FluentActions.Awaiting(() => history.OpenAsync(Token)).Should().ThrowAsync<MemoryConfigurationException>()).Which;
}
