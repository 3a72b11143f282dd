using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Keeps a memory in PostgreSQL.</summary>
public static class MemoryBuilderPostgresExtensions
{
    /// <summary>Keeps history and vectors in one PostgreSQL database, written in one transaction, which many hosts may share.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Where the database is. It stays the caller's to dispose.</param>
    /// <param name="configure">Changes the settings, or null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="MemoryValidationException">A setting is out of range.</exception>
    public static MemoryBuilder UsePostgres(this MemoryBuilder builder, NpgsqlDataSource dataSource, Action<PostgresStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        PostgresStoreOptions options = new();
        configure?.Invoke(options);
        PostgresHistoryStore history = new(dataSource, options);
        return builder.UseHistory(history).UseVectorStore(new PostgresVectorStore(history));
    }
}
