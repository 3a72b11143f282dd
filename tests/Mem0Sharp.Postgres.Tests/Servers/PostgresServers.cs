using System.Collections.Concurrent;
using Mem0Sharp.Postgres.Tests.Servers;

[assembly: AssemblyFixture(typeof(PostgresServers))]

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>The servers that tests share: each starts when first asked for, and ends with the tests.</summary>
/// <remarks>Whoever stops, kills or slows down a server makes one of its own: <see cref="RealServer.CreateAsync"/>.</remarks>
public sealed class PostgresServers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ServerKind, Lazy<Task<PostgresServer>>> _servers = new();
    private readonly ConcurrentDictionary<ServerKind, Lazy<Task<SharedDatabase>>> _databases = new();

    // Night tests what only a change of PGlite, or of the library at its edges, could break: every statement runs on the real one by day.
    private const string AllVariable = "MEM0SHARP_POSTGRES_ALL", SuitesVariable = "MEM0SHARP_POSTGRES_SUITES";

    private static readonly bool HasReal = Task.Run(PostgresPrograms.AreHereAsync).GetAwaiter().GetResult();

    /// <summary>Gets the kinds that a test of all servers runs on (<see cref="Runs"/>).</summary>
    public static TheoryData<ServerKind> All { get; } = [.. Enum.GetValues<ServerKind>().Where(Runs)];

    /// <summary>Gets a value indicating whether every server is tested, and everything on each: <c>MEM0SHARP_POSTGRES_ALL=1</c>.</summary>
    public static bool RunsAll => Environment.GetEnvironmentVariable(AllVariable) is "1";

    /// <summary>Gets a value indicating whether all of the suites of every store run: everything, or they by name.</summary>
    public static bool RunsSuites => RunsAll || Environment.GetEnvironmentVariable(SuitesVariable) is { Length: > 0 };

    /// <summary>Tells whether what is tested on every server is tested on one: PGlite where there is no real one, or all are asked for.</summary>
    public static bool Runs(ServerKind kind) => kind switch
    {
        ServerKind.PGlite => !HasReal || RunsAll,
        ServerKind.External => ExternalServer.Named is not null,
        _ => true,
    };

    /// <summary>Gets the kind that the suites of every store run on: what <c>MEM0SHARP_POSTGRES_SUITES</c> names, or the most real there is.</summary>
    public static ServerKind OfSuites { get; } = Environment.GetEnvironmentVariable(SuitesVariable) is { Length: > 0 } named
        ? Enum.Parse<ServerKind>(named)
        : HasReal ? ServerKind.Real : ServerKind.PGlite;

    /// <summary>Gets the one of a kind.</summary>
    /// <remarks>The test is skipped where it cannot be had.</remarks>
    public Task<PostgresServer> GetAsync(ServerKind kind) => _servers.GetOrAdd(kind, _ => new(() => Task.Run(() => StartAsync(kind)))).Value;

    /// <summary>Gets the real one.</summary>
    /// <remarks>The test is skipped where it cannot be had.</remarks>
    public async Task<RealServer> GetRealAsync() => (RealServer)await GetAsync(ServerKind.Real);

    /// <summary>Gets the database of one that tests share, each with schemas of its own: made quicker than a database.</summary>
    /// <remarks>The test is skipped where it cannot be had.</remarks>
    public Task<SharedDatabase> GetDatabaseAsync(ServerKind kind) => _databases.GetOrAdd(kind, _ => new(async () =>
        new SharedDatabase(await (await GetAsync(kind)).CreateDatabaseAsync(CancellationToken.None), kind == ServerKind.External))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<SharedDatabase>> made in _databases.Values)
        {
            await made.Value.ContinueWith(_ => { }, TaskScheduler.Default);
            if (made.Value.IsCompletedSuccessfully)
            {
                await made.Value.Result.DisposeAsync();
            }
        }

        foreach (Lazy<Task<PostgresServer>> started in _servers.Values)
        {
            await started.Value.ContinueWith(_ => { }, TaskScheduler.Default);
            if (started.Value.IsCompletedSuccessfully)
            {
                await started.Value.Result.DisposeAsync();
            }
        }
    }

    // In no test's time: the others wait for the same start.
    private static async Task<PostgresServer> StartAsync(ServerKind kind) => kind switch
    {
        ServerKind.PGlite => await PGliteServer.CreateAsync(),
        ServerKind.Real => await RealServer.CreateAsync(new() { FlushesToDisk = false }),
        _ => await ExternalServer.ConnectAsync(),
    };
}
