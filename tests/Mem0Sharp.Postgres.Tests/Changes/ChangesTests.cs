using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Changes;

/// <summary>What one host commits reaches those who wait at another.</summary>
public sealed class ChangesTests(PostgresServers servers)
{
    private const int NotTold = 500;

    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    private static readonly MemoryScope Bob = MemoryScope.ForUser("bob");
    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(PostgresServers.All), MemberType = typeof(PostgresServers))]
    public async Task WatchAsync_OfAnotherHost_IsToldOfEveryChangeOnceInOrder(ServerKind kind)
    {
        SharedDatabase database = await servers.GetDatabaseAsync(kind);
        PostgresStoreOptions options = database.NewSchema();
        CollectingLoggerFactory log = new();
        await using Memory one = Open(database.Source, options);
        await using Memory other = Open(database.Source, options, log: log);
        await using IAsyncEnumerator<HistoryEntry> changes = other.WatchAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        ValueTask<bool> waiting = changes.MoveNextAsync();
        for (int n = 0; n < 20; n++)
        {
            await one.AddAsync($"memory {n}", Alice, Verbatim, Token);
            (await waiting).Should().BeTrue();
            (changes.Current.Sequence, changes.Current.NewText).Should().Be((n + 1, $"memory {n}"));
            waiting = changes.MoveNextAsync();
        }

        await one.AddAsync("the last", Alice, Verbatim, Token);
        (await waiting).Should().BeTrue();
        log.Entries.Should().BeEmpty("the server tells");
    }

    [Fact]
    public async Task WatchAsync_WhileItsHostCannotConnect_MissesNothing()
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        PostgresStoreOptions options = database.NewSchema();
        string role = $"host_{options.Schema}";
        await database.Database.ExecuteAsync($"CREATE ROLE {role} SUPERUSER LOGIN PASSWORD '{role}'", Token);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(database.Database.ConnectionStringOf(role, role));
        await using Memory one = Open(database.Source, options);
        await using Memory other = Open(source, options);
        await one.AddAsync("before", Alice, Verbatim, Token);
        await using IAsyncEnumerator<HistoryEntry> changes = other.WatchAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        (await changes.MoveNextAsync()).Should().BeTrue();
        ValueTask<bool> waiting = changes.MoveNextAsync();
        await UntilAsync(() => ConnectionsAsync("query LIKE 'NOTIFY%'"));

        await database.Database.ExecuteAsync($"ALTER ROLE {role} NOLOGIN", Token);
        await database.Database.ExecuteAsync($"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = '{role}'", Token);
        await one.AddAsync("meanwhile", Alice, Verbatim, Token);
        await one.AddAsync("meanwhile too", Alice, Verbatim, Token);
        waiting.IsCompleted.Should().BeFalse("the host is cut off");
        await database.Database.ExecuteAsync($"ALTER ROLE {role} LOGIN", Token);

        (await waiting).Should().BeTrue();
        changes.Current.NewText.Should().Be("meanwhile");
        (await changes.MoveNextAsync()).Should().BeTrue();
        changes.Current.NewText.Should().Be("meanwhile too");
        waiting = changes.MoveNextAsync();
        await UntilAsync(() => ConnectionsAsync("query LIKE 'NOTIFY%'"));
        await one.AddAsync("after", Alice, Verbatim, Token);
        (await waiting).Should().BeTrue();
        changes.Current.NewText.Should().Be("after");

        Task<bool> ConnectionsAsync(string condition) => database.Database.ScalarAsync<bool>(
            $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE usename = '{role}' AND {condition})", Token);
    }

    [Fact]
    public async Task WatchAsync_WhenAnotherHostResets_GoesOnWithWhatIsAddedThen()
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        PostgresStoreOptions options = database.NewSchema();
        await using Memory one = Open(database.Source, options);
        await using Memory other = Open(database.Source, options);
        await using IAsyncEnumerator<HistoryEntry> changes = other.WatchAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        ValueTask<bool> waiting = changes.MoveNextAsync();
        await one.AddAsync("first", Alice, Verbatim, Token);
        (await waiting).Should().BeTrue();
        waiting = changes.MoveNextAsync();

        await one.ResetAsync(Token);
        await one.AddAsync("second", Alice, Verbatim, Token);

        (await waiting).Should().BeTrue();
        changes.Current.NewText.Should().Be("second");
        (await other.SearchAsync("second", Alice, cancellationToken: Token)).Single().Item.Text.Should().Be("second");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WatchAsync_BehindAPoolerThatTellsNothing_LooksInsteadAndSaysSoOnce(bool passesTheTrial)
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        PostgresStoreOptions options = database.NewSchema();
        await using SilentPooler pooler = new(
            database.Database.ConnectionString, channel => passesTheTrial && channel.EndsWith(".trial", StringComparison.Ordinal));
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(pooler.ConnectionString);
        CollectingLoggerFactory log = new();
        await using Memory one = Open(database.Source, options);
        await using Memory other = Open(source, options, log: log);
        await using IAsyncEnumerator<HistoryEntry> changes = other.WatchAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        for (int n = 0; n < 5; n++)
        {
            ValueTask<bool> waiting = changes.MoveNextAsync();
            await one.AddAsync($"memory {n}", Alice, Verbatim, Token);
            (await waiting).Should().BeTrue();
            changes.Current.NewText.Should().Be($"memory {n}");
        }

        await UntilAsync(() => Task.FromResult(!log.Entries.IsEmpty));
        log.Entries.Select(entry => entry.Id).Should().Equal(NotTold);
    }

    [Fact]
    public async Task WatchAsync_OverAPoolOfOneConnection_LooksInsteadOfHoldingIt()
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        PostgresStoreOptions options = database.NewSchema();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { MaxPoolSize = 1 }.ConnectionString);
        CollectingLoggerFactory log = new();
        await using Memory one = Open(database.Source, options);
        await using Memory other = Open(source, options, log: log);
        await using IAsyncEnumerator<HistoryEntry> changes = other.WatchAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        ValueTask<bool> waiting = changes.MoveNextAsync();

        await one.AddAsync("memory", Alice, Verbatim, Token);

        (await waiting).Should().BeTrue();
        await UntilAsync(() => Task.FromResult(!log.Entries.IsEmpty));
        log.Entries.Select(entry => entry.Id).Should().Equal(NotTold);
    }

    [Fact]
    public async Task WatchAsync_InASchemaOfTheLongestName_IsTold()
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        PostgresStoreOptions options = database.NewSchema();
        options.Schema = options.Schema.PadRight(63, 'x');
        await using Memory one = Open(database.Source, options);
        await using Memory other = Open(database.Source, options);
        await using IAsyncEnumerator<HistoryEntry> changes = other.WatchAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        ValueTask<bool> waiting = changes.MoveNextAsync();

        await one.AddAsync("memory", Alice, Verbatim, Token);

        (await waiting).Should().BeTrue();
    }

    [Fact]
    public async Task DisposeAsync_EndsTheWaitingAndGivesTheConnectionBackUnlistened()
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { NoResetOnClose = true, MaxPoolSize = 2 }.ConnectionString);
        PostgresHistoryStore store = new(source, database.NewSchema());
        HistoryPosition known = (await store.OpenAsync(Token)).Position;
        await store.WaitForCommitAsync(known, Token);
        Task waiting = store.WaitForCommitAsync(known, Token);

        await store.DisposeAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => store.WaitForCommitAsync(known, Token)).Should().ThrowAsync<ObjectDisposedException>();
        await using NpgsqlConnection first = await source.OpenConnectionAsync(Token), second = await source.OpenConnectionAsync(Token);
        foreach (NpgsqlConnection connection in (NpgsqlConnection[])[first, second])
        {
            await using NpgsqlCommand command = new("SELECT count(*) FROM pg_listening_channels()", connection);
            (await command.ExecuteScalarAsync(Token)).Should().Be(0L);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EraseAsync_OfAnotherHost_IsForgottenByThisOnesCacheToo_D1(bool resets)
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        PostgresStoreOptions options = database.NewSchema();
        DeterministicEmbeddingGenerator embeddings = new();
        await using Memory one = Open(database.Source, options);
        await using Memory other = Open(database.Source, options, embeddings);
        await other.OpenAsync(Token);
        await one.AddAsync("Likes green tea", Alice, Verbatim, Token);
        await other.AddAsync("Likes green tea", Bob, Verbatim, Token);
        await other.SearchAsync("Likes green tea", Alice, cancellationToken: Token);
        embeddings.Texts.Should().BeEmpty("the history knows the text, and then the cache");

        if (resets)
        {
            await one.ResetAsync(Token);
        }
        else
        {
            await one.EraseAsync(Alice, cancellationToken: Token);
            await one.EraseAsync(Bob, cancellationToken: Token);
        }

        MemoryScope carol = MemoryScope.ForUser("carol");
        await one.AddAsync("Lives in a lighthouse", carol, Verbatim, Token);
        await UntilAsync(async () =>
        {
            await other.SearchAsync("Likes green tea", carol, cancellationToken: Token);
            return embeddings.Texts.Count > 0;
        });
        embeddings.Texts.Should().Equal("Likes green tea");
    }

    [Fact]
    public async Task EraseAsync_OfTheFirstMemoryThatAHistoryEverHad_IsForgottenHereToo_D1()
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        DeterministicEmbeddingGenerator embeddings = new();
        await using Memory memory = Open(database.Source, database.NewSchema(), embeddings);
        MemoryItem item = (await memory.AddAsync("Likes green tea", Alice, Verbatim, Token)).Items.Single();

        await memory.EraseAsync(item.Id, Token);
        await memory.AddAsync("Likes green tea", Alice, Verbatim, Token);

        embeddings.Texts.Should().HaveCount(2, "what was erased is known to nobody");
    }

    private static Memory Open(
        NpgsqlDataSource source, PostgresStoreOptions options, DeterministicEmbeddingGenerator? embeddings = null, CollectingLoggerFactory? log = null) =>
        new MemoryBuilder()
            .UsePostgres(source, chosen => (chosen.Schema, chosen.Partitions, chosen.LoggerFactory) = (options.Schema, options.Partitions, log))
            .UseEmbeddings(embeddings ?? new DeterministicEmbeddingGenerator())
            .Build();

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Token);
        }
    }
}
