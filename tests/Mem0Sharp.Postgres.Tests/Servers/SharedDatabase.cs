using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>A database that tests share. Each takes schemas that no other has.</summary>
/// <param name="database">The database.</param>
/// <param name="outlives">Whether its server outlives the tests: else the server ends with it, which is quicker than to drop all that is in it.</param>
public sealed class SharedDatabase(TestDatabase database, bool outlives) : IAsyncDisposable
{
    private int _schemas;

    public TestDatabase Database => database;

    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(database.ConnectionString);

    /// <summary>Gets the settings of a memory that nobody has yet.</summary>
    /// <param name="partitions">Into how many partitions its tables are divided: the fewer, the quicker they are made.</param>
    public PostgresStoreOptions NewSchema(int partitions = 1) => new() { Schema = $"test_{Interlocked.Increment(ref _schemas)}", Partitions = partitions };

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (outlives)
        {
            await database.DisposeAsync();
        }
    }
}
