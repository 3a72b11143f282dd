using Mem0Sharp.Postgres.Tests.Changes;
using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Replicas;

/// <summary>What each level of consistency promises, beside one that does not. The replica is held back, so that it is surely behind.</summary>
public sealed class ConsistencyTests(ReplicatedServers servers) : IClassFixture<ReplicatedServers>
{
    private const int ReplicaLeft = 501;

    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PostgresConsistency.Strong, "first, of another")]
    [InlineData(PostgresConsistency.Session, "first")]
    [InlineData(PostgresConsistency.Eventual, "first")]
    [InlineData(PostgresConsistency.Weak, "first")]
    public async Task SearchAsync_OfWhatAnotherHostCommitted_SeesItAtOnceOnlyWhereItIsStrong(PostgresConsistency level, string expected)
    {
        string schema = await servers.StartAsync();
        await using Memory other = Open(schema, PostgresConsistency.Strong);
        await other.AddAsync("first", Alice, Verbatim, Token);
        await servers.Replica.CatchUpAsync(Token);
        await using Memory memory = Open(schema, level);
        await HeldBackAsync(async () =>
        {
            await other.AddAsync("of another", Alice, Verbatim, Token);
            (await FoundAsync(memory)).Should().Be(expected);
        });

        (await FoundAsync(memory)).Should().Be("first, of another", "the replica has caught up");
    }

    [Theory]
    [InlineData(PostgresConsistency.Strong, "first, own")]
    [InlineData(PostgresConsistency.Session, "first, own")]
    [InlineData(PostgresConsistency.Eventual, "first")]
    [InlineData(PostgresConsistency.Weak, "first")]
    public async Task SearchAsync_OfWhatTheMemoryItselfCommitted_SeesItFromSessionOn(PostgresConsistency level, string expected)
    {
        string schema = await servers.StartAsync();
        await using Memory memory = Open(schema, level);
        await memory.AddAsync("first", Alice, Verbatim, Token);
        await servers.Replica.CatchUpAsync(Token);
        await HeldBackAsync(async () =>
        {
            await memory.AddAsync("own", Alice, Verbatim, Token);
            (await FoundAsync(memory)).Should().Be(expected);
            (await FoundAsync(memory, MemorySearchMode.Keyword)).Should().Be(expected);
        });
    }

    [Theory]
    [InlineData(PostgresConsistency.Session, false)]
    [InlineData(PostgresConsistency.Eventual, true)]
    public async Task SearchAsync_AfterAReadOfThePrimary_GoesBackOnlyWhereItIsEventual(PostgresConsistency level, bool goesBack)
    {
        string schema = await servers.StartAsync();
        await using Memory other = Open(schema, PostgresConsistency.Strong);
        MemoryItem gone = (await other.AddAsync("gone", Alice, Verbatim, Token)).Items.Single();
        await other.AddAsync("first", Alice, Verbatim, Token);
        await servers.Replica.CatchUpAsync(Token);
        await using Memory memory = Open(schema, level);
        await HeldBackAsync(async () =>
        {
            MemoryItem seen = (await other.AddAsync("seen", Alice, Verbatim, Token)).Items.Single();
            await other.DeleteAsync(gone.Id, cancellationToken: Token);
            (await FoundAsync(memory)).Should().Be("first, gone", "nothing else was shown yet");
            (await memory.GetAsync(seen.Id, cancellationToken: Token))!.Text.Should().Be("seen");

            (await FoundAsync(memory)).Should().Be(goesBack ? "first, gone" : "first, seen");
        });
    }

    [Fact]
    public async Task SearchAsync_OfASessionAfterThePrimaryAnswered_DoesNotGoBackToAnOlderReplica()
    {
        string schema = await servers.StartAsync();
        await using Memory other = Open(schema, PostgresConsistency.Strong);
        await using Memory memory = Open(schema, PostgresConsistency.Session);
        await memory.AddAsync("first", Alice, Verbatim, Token);
        await servers.Replica.CatchUpAsync(Token);
        await HeldBackAsync(async () =>
        {
            await memory.AddAsync("own", Alice, Verbatim, Token);
            await other.AddAsync("of another", Alice, Verbatim, Token);
            (await FoundAsync(memory)).Should().Be("first, of another, own", "the replica lacks the memory's own, so the primary answered");
        });
        (await FoundAsync(memory)).Should().Be("first, of another, own");
    }

    [Fact]
    public async Task SearchAsync_OfASession_WaitsForTheReplica()
    {
        string schema = await servers.StartAsync();
        await using Memory memory = Open(schema, PostgresConsistency.Session, wait: TimeSpan.FromMinutes(1));
        await memory.AddAsync("first", Alice, Verbatim, Token);
        await servers.Replica.CatchUpAsync(Token);
        Task<string> search = Task.FromResult(string.Empty);
        await HeldBackAsync(async () =>
        {
            await memory.AddAsync("own", Alice, Verbatim, Token);
            search = FoundAsync(memory);
            while (!await Sql.ScalarAsync<bool>(
                servers.Replica.ConnectionString, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT epoch, sequence, model, dimensions FROM%')", Token))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), Token);
            }

            search.IsCompleted.Should().BeFalse();
        });

        (await search).Should().Be("first, own");
    }

    [Fact]
    public async Task SearchAsync_OfAStore_ReadsTheReplicaOnlyWhereTheQueryAllowsIt()
    {
        string schema = await servers.StartAsync();
        PostgresStoreOptions options = new() { Schema = schema, Partitions = 1, Replica = servers.ReplicaSource, Consistency = PostgresConsistency.Eventual };
        await using PostgresHistoryStore history = new(servers.PrimarySource, options);
        await using PostgresVectorStore store = new(history);
        DeterministicEmbeddingGenerator embeddings = new();
        await using Memory memory = Open(schema, PostgresConsistency.Strong);
        await memory.AddAsync("first", Alice, Verbatim, Token);
        await store.OpenAsync((await history.OpenAsync(Token)).Space!, Token);
        await servers.Replica.CatchUpAsync(Token);
        ReadOnlyMemory<float> vector = (await history.GetEmbeddingsAsync(["first"], Token))[0]!.Value;
        await HeldBackAsync(async () =>
        {
            await memory.AddAsync("first and second", Alice, Verbatim, Token);
            foreach ((bool allowsStale, int count) in ((bool, int)[])[(true, 1), (false, 2)])
            {
                (await store.SearchAsync(new VectorQuery { Vector = vector, Scope = Alice, Top = 9, AllowsStale = allowsStale }, Token)).Should().HaveCount(count);
                (await store.SearchKeywordsAsync(new KeywordQuery { Text = "first", Scope = Alice, Top = 9, AllowsStale = allowsStale }, Token))
                    .Should().HaveCount(count);
            }
        });
    }

    [Fact]
    public async Task SearchAsync_WithAReplicaThatIsAway_ReadsThePrimaryAndSaysSoOnce()
    {
        string schema = await servers.StartAsync();
        await using NpgsqlDataSource nobody = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(servers.Replica.ConnectionString) { Host = "127.0.0.1", Port = 1 }.ConnectionString);
        CollectingLoggerFactory log = new();
        await using Memory memory = Open(schema, PostgresConsistency.Eventual, log: log, replica: nobody);
        await memory.AddAsync("first", Alice, Verbatim, Token);

        (await FoundAsync(memory)).Should().Be("first");
        (await FoundAsync(memory, MemorySearchMode.Keyword)).Should().Be("first");
        log.Entries.Select(entry => entry.Id).Should().Equal(ReplicaLeft);
    }

    [Fact]
    public async Task SearchAsync_WithAReplicaWhoseTablesHaveAnotherFormat_ReadsThePrimary()
    {
        string schema = await servers.StartAsync();
        CollectingLoggerFactory log = new();
        await using Memory memory = Open(schema, PostgresConsistency.Eventual, log: log);
        await memory.AddAsync("first", Alice, Verbatim, Token);
        await servers.Replica.CatchUpAsync(Token);
        (await FoundAsync(memory)).Should().Be("first");
        log.Entries.Should().BeEmpty("the replica answers");
        await Sql.ExecuteAsync(servers.Primary.ConnectionString, $"INSERT INTO {schema}.format (step) VALUES (99)", Token);
        await servers.Replica.CatchUpAsync(Token);
        await HeldBackAsync(async () =>
        {
            await memory.AddAsync("second", Alice, Verbatim, Token);
            (await FoundAsync(memory)).Should().Be("first, second");
        });

        log.Entries.Select(entry => entry.Id).Should().Equal(ReplicaLeft);
    }

    [Fact]
    public async Task SearchAsync_WithAReplicaThatWasPromoted_ReadsThePrimary()
    {
        string schema = await servers.StartAsync();
        await using ReplicaServer replica = await ReplicaServer.CreateAsync(servers.Primary, new() { FlushesToDisk = false }, Token);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(replica.ConnectionString);
        CollectingLoggerFactory log = new();
        await using Memory memory = Open(schema, PostgresConsistency.Eventual, log: log, replica: source);
        await memory.AddAsync("first", Alice, Verbatim, Token);
        await replica.CatchUpAsync(Token);
        (await FoundAsync(memory)).Should().Be("first");
        log.Entries.Should().BeEmpty("the replica answers");

        await replica.PromoteAsync(Token);
        await memory.AddAsync("second", Alice, Verbatim, Token);

        (await FoundAsync(memory)).Should().Be("first, second");
        log.Entries.Select(entry => entry.Id).Should().Equal(ReplicaLeft);
    }

    [Fact]
    public void PostgresStoreOptions_OutOfRange_AreRefused()
    {
        using NpgsqlDataSource source = NpgsqlDataSource.Create("Host=localhost");
        foreach (PostgresStoreOptions options in (PostgresStoreOptions[])
            [new() { Consistency = (PostgresConsistency)4 }, new() { ReplicaWait = TimeSpan.FromTicks(-1) }, new() { ReplicaWait = TimeSpan.FromMinutes(1.1) }])
        {
            FluentActions.Invoking(() => new PostgresHistoryStore(source, options)).Should().Throw<MemoryValidationException>();
        }

        FluentActions.Invoking(() => new PostgresVectorStore(source, new PostgresStoreOptions { Replica = source })).Should().Throw<MemoryValidationException>();
        new PostgresVectorStore(source, new PostgresStoreOptions()).Should().NotBeNull();
    }

    private Memory Open(
        string schema,
        PostgresConsistency level,
        TimeSpan? wait = null,
        CollectingLoggerFactory? log = null,
        NpgsqlDataSource? replica = null) => new MemoryBuilder()
        .UsePostgres(servers.PrimarySource, options =>
        {
            (options.Schema, options.Partitions, options.LoggerFactory) = (schema, 1, log);
            (options.Replica, options.Consistency, options.ReplicaWait) = (replica ?? servers.ReplicaSource, level, wait ?? TimeSpan.Zero);
        })
        .UseEmbeddings(new DeterministicEmbeddingGenerator())
        .Build();

    /// <summary>Gets what a search of everything finds, by text.</summary>
    private static async Task<string> FoundAsync(Memory memory, MemorySearchMode mode = MemorySearchMode.Vector)
    {
        MemorySearchOptions options = new() { Mode = mode, Threshold = mode == MemorySearchMode.Vector ? -1 : 0, Top = 100 };
        MemorySearchResults found = await memory.SearchAsync("first own gone seen second of another", Alice, options, Token);
        return string.Join(", ", found.Select(result => result.Item.Text).Order(StringComparer.Ordinal));
    }

    /// <summary>Does something while the replica shows nothing new; afterwards it shows all.</summary>
    private async Task HeldBackAsync(Func<Task> work)
    {
        await servers.Replica.PauseReplayAsync(Token);
        try
        {
            await work();
        }
        finally
        {
            await servers.Replica.ResumeReplayAsync(Token);
        }

        await servers.Replica.CatchUpAsync(Token);
    }
}
