using System.Security.Cryptography;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>A running PostgreSQL server that has pgvector.</summary>
public abstract class PostgresServer : IAsyncDisposable
{
    /// <summary>Gets how its superuser connects to the database that is there from the start.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Gets PostgreSQL's version: 17.12, say.</summary>
    public Version Version { get; private set; } = new();

    /// <summary>Gets the version of pgvector that <c>CREATE EXTENSION vector</c> installs.</summary>
    public Version VectorVersion { get; private set; } = new();

    /// <summary>Gets a value indicating whether all clients share one session of the superuser: <c>PGliteServer</c> says what that excludes.</summary>
    public virtual bool IsOneSession => false;

    /// <summary>Makes a database that nobody else uses.</summary>
    public virtual async Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        string name = $"mem0sharp_{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        await Sql.ExecuteAsync(ConnectionString, $"CREATE DATABASE {name}", cancellationToken);
        return new(
            new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString,
            () => Sql.ExecuteAsync(ConnectionString, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", CancellationToken.None));
    }

    /// <summary>Ends one connection, as an operator does: by its <c>pg_backend_pid()</c>.</summary>
    /// <returns>Whether there was one.</returns>
    public virtual Task<bool> TerminateAsync(int backend, CancellationToken cancellationToken) =>
        Sql.ScalarAsync<bool>(ConnectionString, $"SELECT pg_terminate_backend({backend}, 10000)", cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Asks which versions run.</summary>
    /// <returns>Whether pgvector is there.</returns>
    private protected async Task<bool> AskVersionsAsync(CancellationToken cancellationToken)
    {
        int number = await Sql.ScalarAsync<int>(ConnectionString, "SELECT current_setting('server_version_num')::int", cancellationToken);
        string vector = await Sql.ScalarAsync<string>(
            ConnectionString, "SELECT coalesce(max(default_version), '') FROM pg_available_extensions WHERE name = 'vector'", cancellationToken);
        Version = new(number / 10000, number % 10000);
        VectorVersion = vector.Length == 0 ? new() : Version.Parse(vector);
        return vector.Length > 0;
    }
}
