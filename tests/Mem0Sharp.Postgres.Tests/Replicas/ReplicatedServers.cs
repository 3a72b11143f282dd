using Mem0Sharp.Postgres.Tests.Servers;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Replicas;

/// <summary>A server and its replica, for the tests of one class: one after the other, since they hold the replica back.</summary>
public sealed class ReplicatedServers : IAsyncDisposable
{
    private RealServer? _primary;
    private ReplicaServer? _replica;
    private NpgsqlDataSource? _primarySource;
    private NpgsqlDataSource? _replicaSource;
    private int _schemas;

    public RealServer Primary => _primary!;

    public ReplicaServer Replica => _replica!;

    public NpgsqlDataSource PrimarySource => _primarySource!;

    public NpgsqlDataSource ReplicaSource => _replicaSource!;

    /// <summary>Starts both, where they have not been started.</summary>
    /// <returns>The name of a schema that no other test has.</returns>
    /// <remarks>The test is skipped where they cannot be had.</remarks>
    public async Task<string> StartAsync()
    {
        _primary ??= await RealServer.CreateAsync(new() { FlushesToDisk = false });
        _replica ??= await ReplicaServer.CreateAsync(_primary, new() { FlushesToDisk = false });
        _primarySource ??= NpgsqlDataSource.Create(_primary.ConnectionString);
        _replicaSource ??= NpgsqlDataSource.Create(_replica.ConnectionString);
        return $"replicated_{++_schemas}";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? part in (IAsyncDisposable?[])[_replicaSource, _primarySource, _replica, _primary])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }
}
