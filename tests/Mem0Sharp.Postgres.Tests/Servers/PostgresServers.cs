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

    /// <summary>Gets the kinds that a test of all servers runs on; the external one where somebody names it.</summary>
    public static TheoryData<ServerKind> All { get; } =
        [.. Enum.GetValues<ServerKind>().Where(kind => kind is not ServerKind.External || ExternalServer.Named is not null)];

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
