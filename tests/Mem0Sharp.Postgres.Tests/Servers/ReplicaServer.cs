using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>A copy of a <see cref="RealServer"/> that follows it, and answers reads.</summary>
public sealed class ReplicaServer : RealServer
{
    private readonly RealServer _primary;

    private ReplicaServer(RealServer primary, PostgresPrograms programs, RunFolder folder, ServerSettings settings, string password)
        : base(programs, folder, settings, password) => _primary = primary;

    /// <summary>Copies a running server, and starts following it.</summary>
    public static async Task<ReplicaServer> CreateAsync(RealServer primary, ServerSettings? settings = null, CancellationToken cancellationToken = default)
    {
        PostgresPrograms programs = await PostgresPrograms.FindAsync();
        string password = new NpgsqlConnectionStringBuilder(primary.ConnectionString).Password!;
        ReplicaServer server = new(primary, programs, await RunFolder.CreateAsync(programs.RunsIn), settings ?? new(), password);
        try
        {
            await server.InitializeAsync(cancellationToken);
            await server.StartAsync(cancellationToken);
            await server.AskVersionsAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets it receive what the primary writes, but show none of it. Returns when it has stopped.</summary>
    public async Task PauseReplayAsync(CancellationToken cancellationToken)
    {
        await Sql.ExecuteAsync(ConnectionString, "SELECT pg_wal_replay_pause()", cancellationToken);
        while (!await Sql.ScalarAsync<bool>(ConnectionString, "SELECT pg_get_wal_replay_pause_state() = 'paused'", cancellationToken))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    /// <summary>Lets it show what it has received, and follow again.</summary>
    public Task ResumeReplayAsync(CancellationToken cancellationToken) => Sql.ExecuteAsync(ConnectionString, "SELECT pg_wal_replay_resume()", cancellationToken);

    /// <summary>Waits until it shows all that the primary has written by now.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        string written = await WrittenAsync(cancellationToken);
        await ReachAsync("pg_last_wal_replay_lsn()", written, cancellationToken);
    }

    /// <summary>Waits until it has received, shown or not, all that the primary has written by now.</summary>
    public async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        string written = await WrittenAsync(cancellationToken);
        await ReachAsync("pg_last_wal_receive_lsn()", written, cancellationToken);
    }

    // A commit that did not wait for the disk is written with the next that does.
    private async Task<string> WrittenAsync(CancellationToken cancellationToken)
    {
        await Sql.ScalarAsync<string>(_primary.ConnectionString, "SELECT pg_logical_emit_message(true, 'tests', '')::text", cancellationToken);
        return await Sql.ScalarAsync<string>(_primary.ConnectionString, "SELECT pg_current_wal_lsn()::text", cancellationToken);
    }

    /// <summary>Makes it a primary of its own, as a failover does.</summary>
    public async Task PromoteAsync(CancellationToken cancellationToken) =>
        (await Sql.ScalarAsync<bool>(ConnectionString, "SELECT pg_promote()", cancellationToken)).Should().BeTrue();

    private protected override async Task InitializeAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder primary = new(_primary.ConnectionString);
        await MakeDataFolderAsync(cancellationToken);
        await RunAsync(
            CommandOf(
                "pg_basebackup",
                ["-D", SeenDataFolder, "-R", "-X", "stream", "-c", "fast", "-h", primary.Host!, "-p", $"{primary.Port}", "-U", primary.Username!,
                .. Flushes]),
            start => start.Environment["PGPASSWORD"] = Password,
            cancellationToken);
    }

    private async Task ReachAsync(string position, string written, CancellationToken cancellationToken)
    {
        while (!await Sql.ScalarAsync<bool>(ConnectionString, $"SELECT coalesce({position} >= '{written}'::pg_lsn, false)", cancellationToken))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }
}
