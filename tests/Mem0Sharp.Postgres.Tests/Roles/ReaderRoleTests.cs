using System.Security.Cryptography;
using Mem0Sharp.Postgres.Tests.Servers;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Roles;

/// <summary>Reads of a scope run as a role that sees nothing else, whatever they ask for.</summary>
public sealed class ReaderRoleTests(PostgresServers servers)
{
    private static readonly string[] Tables = ["memories", "vectors", "memory_ids", "history", "links", "mem0_history"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(PostgresServers.All), MemberType = typeof(PostgresServers))]
    public async Task ScopedReads_AsTheReader_FindWhatTheyFindWithoutIt(ServerKind kind)
    {
        await using TestDatabase database = await (await servers.GetAsync(kind)).CreateDatabaseAsync(Token);
        (NpgsqlDataSource source, PostgresStoreOptions options) = await WithReaderAsync(database, kind);
        await using NpgsqlDataSource used = source;
        await using Memory plain = Tenants.Open(source, new PostgresStoreOptions { Partitions = 2 });
        await Tenants.FillAsync(plain, Token);

        // The tables are there without the option: the policies come with it.
        await using Memory narrowed = Tenants.Open(source, options);
        int found = 0;
        foreach (MemoryScope scope in Tenants.Scopes)
        {
            foreach (MemorySearchMode mode in Enum.GetValues<MemorySearchMode>())
            {
                MemorySearchOptions search = new() { Mode = mode, Top = 50, Threshold = 0 };
                IReadOnlyList<MemorySearchResult> expected = await plain.SearchAsync("green tea", scope, search, Token);
                (await narrowed.SearchAsync("green tea", scope, search, Token)).Should().Equal(expected);
                found += expected.Count;
            }

            (await narrowed.GetAllAsync(scope, cancellationToken: Token).ToListAsync(Token))
                .Should().Equal(await plain.GetAllAsync(scope, cancellationToken: Token).ToListAsync(Token));
            (await narrowed.CountAsync(scope, cancellationToken: Token)).Should().Be(await plain.CountAsync(scope, cancellationToken: Token));
            (await LookBackAsync(source, options, scope)).Should().Equal(await LookBackAsync(source, new PostgresStoreOptions { Partitions = 2 }, scope));
        }

        found.Should().BeGreaterThan(50, "searches that find nothing prove nothing");
    }

    [Theory]
    [MemberData(nameof(PostgresServers.All), MemberType = typeof(PostgresServers))]
    public async Task Batch_OfAStatementThatNamesNoScope_BringsOutTheRowsOfTheScopeAlone(ServerKind kind)
    {
        await using TestDatabase database = await (await servers.GetAsync(kind)).CreateDatabaseAsync(Token);
        (NpgsqlDataSource source, PostgresStoreOptions options) = await WithReaderAsync(database, kind);
        await using NpgsqlDataSource used = source;
        await using Memory memory = Tenants.Open(source, options);
        List<MemoryItem> items = await Tenants.FillAsync(memory, Token);
        PostgresHistoryStore narrowed = new(source, options), plain = new(source, new PostgresStoreOptions());
        foreach (MemoryScope scope in Tenants.Scopes)
        {
            string[] ofScope = [.. items.Where(scope.Contains).Select(item => item.Id).Order(StringComparer.Ordinal)];
            foreach (string table in Tables)
            {
                string[] all = await IdsAsync(plain, table, scope);
                all.Length.Should().Be(table switch { "links" => 1, "vectors" => items.Count - 2, _ => items.Count }, "without the option, {0} has no guard", table);
                (await IdsAsync(narrowed, table, scope)).Should().Equal(ofScope.Intersect(all, StringComparer.Ordinal), "of {0} in {1}", table, scope);
            }
        }

        (await IdsAsync(narrowed, "memories", null)).Length.Should().Be(items.Count, "what names no scope is asked as the role that connects");
    }

    [Theory]
    [MemberData(nameof(PostgresServers.All), MemberType = typeof(PostgresServers))]
    public async Task Connection_AfterAReadThatSucceededOrFailed_IsTheHostsAgain(ServerKind kind)
    {
        await using TestDatabase database = await (await servers.GetAsync(kind)).CreateDatabaseAsync(Token);
        (NpgsqlDataSource source, PostgresStoreOptions options) = await WithReaderAsync(database, kind, new() { MaxPoolSize = 1, MaxAutoPrepare = 20 });
        await using NpgsqlDataSource used = source;
        PostgresHistoryStore history = new(source, options);
        await history.OpenAsync(Token);
        for (int round = 0; round < 8; round++)
        {
            // Often enough for the driver to prepare it, as one role and as the other.
            (await RoleAsync(history, MemoryScope.ForUser("alice"))).Should().Be((options.ReaderRole!, "alice"));
            (await RoleAsync(history, null)).Should().Be(("postgres", ""));
            await FluentActions.Awaiting(() => history.Database.RunAsync(
                    async (connection, token) =>
                    {
                        await using PostgresBatch batch = history.Database.Batch(connection);
                        return await batch.As(MemoryScope.ForUser("bob")).Add("DELETE FROM %.memories").RowsAsync(_ => 1, token);
                    },
                    Token))
                .Should().ThrowAsync<MemoryException>("a reader writes nothing");
            (await RoleAsync(history, null)).Should().Be(("postgres", ""));
        }
    }

    private static Task<(string, string)> RoleAsync(PostgresHistoryStore history, MemoryScope? scope) => history.Database.RunAsync(
        async (connection, token) =>
        {
            await using PostgresBatch batch = history.Database.Batch(connection);
            return (await batch.As(scope).Add("SELECT current_user::text, coalesce(current_setting('mem0sharp.user_id', true), '')")
                .RowsAsync(row => (row.GetString(0), row.GetString(1)), token))[0];
        },
        Token);

    private static Task<string[]> IdsAsync(PostgresHistoryStore history, string table, MemoryScope? scope)
    {
        string column = table is "vectors" ? "(SELECT i.memory_id FROM %.memory_ids i WHERE i.number = t.number)" : "t.memory_id";
        return history.Database.RunAsync(
            async (connection, token) =>
            {
                await using PostgresBatch batch = history.Database.Batch(connection);
                List<string> ids = await batch.As(scope).Add($"SELECT DISTINCT {column} FROM %.{table} t").RowsAsync(row => row.GetString(0), token);
                return ids.Order(StringComparer.Ordinal).ToArray();
            },
            Token);
    }

    private static async Task<List<(long, string)>> LookBackAsync(NpgsqlDataSource source, PostgresStoreOptions options, MemoryScope scope)
    {
        PostgresHistoryStore history = new(source, options);
        await history.OpenAsync(Token);
        List<(long, string)> rows = [];
        await foreach (IReadOnlyList<HistoryEntry> entries in history.ReadScopeAsync(scope, long.MaxValue, Token))
        {
            rows.AddRange(entries.Select(entry => (entry.Sequence, entry.NewHash)));
        }

        return rows;
    }

    private static async Task<(NpgsqlDataSource Source, PostgresStoreOptions Options)> WithReaderAsync(
        TestDatabase database, ServerKind kind, NpgsqlConnectionStringBuilder? with = null)
    {
        string role = $"reading_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        await database.ExecuteAsync($"CREATE ROLE {role} NOLOGIN", Token);
        NpgsqlConnectionStringBuilder builder = new(database.ConnectionString);
        if (with is not null && kind != ServerKind.PGlite)
        {
            (builder.MaxPoolSize, builder.MaxAutoPrepare, builder.AutoPrepareMinUsages) = (with.MaxPoolSize, with.MaxAutoPrepare, 2);
        }

        return (NpgsqlDataSource.Create(builder.ConnectionString), new PostgresStoreOptions { Partitions = 2, ReaderRole = role, Retries = 0 });
    }
}
