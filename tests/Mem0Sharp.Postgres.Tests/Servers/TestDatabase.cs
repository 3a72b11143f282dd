using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>A database that was made empty for one test, and is dropped with its connections when the test is done.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<Task> _drop;

    internal TestDatabase(string connectionString, Func<Task> drop) => (ConnectionString, _drop) = (connectionString, drop);

    /// <summary>Gets how the superuser connects. The extension is not in it: <c>CREATE EXTENSION vector</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>Gets how another role connects.</summary>
    public string ConnectionStringOf(string role, string password) =>
        new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role, Password = password }.ConnectionString;

    /// <summary>Runs statements as the superuser.</summary>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => Sql.ExecuteAsync(ConnectionString, sql, cancellationToken);

    /// <summary>Gets the first value of the first row, as the superuser.</summary>
    public Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken) => Sql.ScalarAsync<T>(ConnectionString, sql, cancellationToken);

    public async ValueTask DisposeAsync() => await _drop();
}
