using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Database;

/// <summary>Statements that the server prepares once for a connection, and poolers that do not allow it.</summary>
public sealed class PreparedStatementTests(PostgresServers servers)
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, false, true)]
    [InlineData(null, true, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, false)]
    public async Task Statements_OfAConnection_ArePreparedUnlessTheOptionOrTheConnectionStringSaysOtherwise(bool? option, bool noReset, bool arePrepared)
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        PostgresStoreOptions options = database.NewSchema();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { MaxPoolSize = 1, NoResetOnClose = noReset });
        await using Memory memory = new MemoryBuilder()
            .UsePostgres(source, chosen => (chosen.Schema, chosen.Partitions, chosen.PreparesStatements) = (options.Schema, 1, option))
            .UseEmbeddings(new DeterministicEmbeddingGenerator())
            .Build();
        MemoryItem item = (await memory.AddAsync("Likes tea", Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single();
        await memory.UpdateAsync(item.Id, "Likes mint tea", cancellationToken: Token);
        (await memory.SearchAsync("mint tea", Alice, cancellationToken: Token)).Should().ContainSingle();

        await using NpgsqlCommand command = source.CreateCommand($"SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%{options.Schema}.%'");
        ((long)(await command.ExecuteScalarAsync(Token))! > 5).Should().Be(arePrepared);
    }
}
