namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>A server that somebody runs and has named: its databases are made and dropped, and nothing else of it is touched.</summary>
public sealed class ExternalServer : PostgresServer
{
    private ExternalServer(string connectionString) => ConnectionString = connectionString;

    /// <summary>Gets how its superuser connects: the environment's MEM0SHARP_POSTGRES.</summary>
    public static string? Named => Environment.GetEnvironmentVariable("MEM0SHARP_POSTGRES") is { Length: > 0 } named ? named : null;

    public override string ConnectionString { get; }

    /// <summary>Connects to it.</summary>
    /// <remarks>The test is skipped where none is named, or it has no pgvector.</remarks>
    public static async Task<ExternalServer> ConnectAsync(CancellationToken cancellationToken = default)
    {
        Assert.SkipWhen(Named is null, "MEM0SHARP_POSTGRES names no server.");
        ExternalServer server = new(Named!);
        Assert.SkipUnless(await server.AskVersionsAsync(cancellationToken), "The server that MEM0SHARP_POSTGRES names has no pgvector.");
        return server;
    }

    public override ValueTask DisposeAsync() => default;
}
