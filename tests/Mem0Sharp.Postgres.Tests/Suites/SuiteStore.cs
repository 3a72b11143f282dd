using Mem0Sharp.Postgres.Tests.Servers;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Suites;

/// <summary>A schema that a test of every store's suites has for itself: emptied and handed on, which is quicker than to make one.</summary>
internal sealed class SuiteStore : IAsyncDisposable
{
    // Updates, what may make them, who sees them, and what is erased. The others ask the same of the same statements, for minutes.
    private static readonly HashSet<string> ByDay = new(StringComparer.Ordinal)
    {
        "UpdateTests", "ConditionalUpdateTests", "BatchUpdateTests", "MergeConflictTests", "IdempotencyKeyTests", "RestoreTests", "EraseTests",
        "TrustTests", "PoisoningTests", "IsolationTests",
    };

    private readonly SharedDatabase _database;

    private SuiteStore(SharedDatabase database, PostgresStoreOptions options) => (_database, Options) = (database, options);

    public NpgsqlDataSource Source => _database.Source;

    public PostgresStoreOptions Options { get; }

    /// <summary>Takes one. The fixture that asks is made without waiting, as a file's is.</summary>
    /// <remarks>The test is skipped where there is no server, and by day where it is not one of those that each change must pass.</remarks>
    public static SuiteStore Take()
    {
        TestContext context = (TestContext)TestContext.Current;
        Assert.SkipUnless(
            PostgresServers.RunsSuites || ByDay.Contains(context.TestClass!.TestClassSimpleName),
            "Over PostgreSQL this is tested by night: MEM0SHARP_POSTGRES_ALL=1 runs every one.");
        return Task.Run(async () =>
        {
            PostgresServers servers = (await context.GetFixture<PostgresServers>())!;
            SharedDatabase database = await servers.GetDatabaseAsync(PostgresServers.OfSuites);
            return new SuiteStore(database, database.TakeEmpty());
        }).GetAwaiter().GetResult();
    }

    /// <summary>Lets a memory have it.</summary>
    public MemoryBuilder Use(MemoryBuilder builder)
    {
        PostgresHistoryStore history = new(Source, Options);
        return builder.UseHistory(history).UseVectorStore(new SuiteVectorStore(history));
    }

    public async ValueTask DisposeAsync() => await _database.GiveBackAsync(Options);
}
