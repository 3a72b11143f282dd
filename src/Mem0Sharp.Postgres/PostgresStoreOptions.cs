using Microsoft.Extensions.Logging;
using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Settings of a memory in PostgreSQL, read once when its store is made.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>Gets or sets the schema that the tables are in. Created when missing.</summary>
    /// <value>1 to 63 lower-case letters, digits and underscores, not beginning with a digit. Default "mem0sharp".</value>
    public string Schema { get; set; } = "mem0sharp";

    /// <summary>Gets or sets into how many partitions the tables are divided when they are created; of tables that are there, nothing changes.</summary>
    /// <value>1 to 256. Default 8.</value>
    public int Partitions { get; set; } = 8;

    /// <summary>Gets or sets how often a call is made again when the server could not be reached, was shut down or chose it to end a deadlock.</summary>
    /// <value>0 to 20. Default 5: with the waiting in between, a server that restarts within some seconds is waited for.</value>
    public int Retries { get; set; } = 5;

    /// <summary>
    /// Gets or sets a value indicating whether an erase, before it returns, rewrites the tables (<see cref="PostgresHistoryStore.RewriteAsync"/>), so that
    /// nothing of what it took is left in the server's files of tables and indexes.
    /// </summary>
    /// <value>Default false: each erase would close the tables to all users while they are copied. True suits small databases; for others, a nightly
    /// RewriteAsync does the same for all erases of the day.</value>
    public bool RewritesOnErase { get; set; }

    /// <summary>Gets or sets whether the server prepares each statement once for a connection, which makes calls quicker.</summary>
    /// <value>
    /// Default null: it does, unless the connection string says "No Reset On Close" or "Multiplexing", as it must where a pooler gives each transaction
    /// another connection of the server (PgBouncer in transaction mode). False is for such a pooler without either.
    /// </value>
    public bool? PreparesStatements { get; set; }

    /// <summary>Gets or sets what makes the logger, of category "Mem0Sharp.Postgres", that is told what this host cannot do with the server.</summary>
    /// <value>Default null: nothing is logged.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Gets or sets where a streaming replica of the database is, which may answer searches. It stays the caller's to dispose.</summary>
    /// <value>
    /// Default null: the primary answers everything. Where it cannot be reached, or is no replica, or of another format of the tables, that is logged,
    /// and the primary is read for five seconds before it is asked again.
    /// </value>
    public NpgsqlDataSource? Replica { get; set; }

    /// <summary>Gets or sets how new the answer of a search is, and what a commit waits for.</summary>
    /// <value>Default <see cref="PostgresConsistency.Strong"/>: the replica is not asked.</value>
    public PostgresConsistency Consistency { get; set; } = PostgresConsistency.Strong;

    /// <summary>
    /// Gets or sets how long a search of <see cref="PostgresConsistency.Session"/> waits for a replica that is behind, before it reads the primary.
    /// </summary>
    /// <value>Wall-clock time, 0 to 1 minute. Default 250 milliseconds.</value>
    public TimeSpan ReplicaWait { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets or sets the role that reads of a scope run as: whatever the statement, it sees the rows of that scope alone. The role must exist,
    /// and the one that connects must be a member of it; opening as the tables' owner turns row-level security on and makes its policies.</summary>
    /// <value>1 to 50 lower-case letters, digits and underscores, not beginning with a digit. Default null: reads run as the role that connects.</value>
    public string? ReaderRole { get; set; }

    /// <summary>Gets or sets a role that reads by itself, behind a gateway that says who asks: it sees the memories of the user whom the member "sub"
    /// of the setting <c>request.jwt.claims</c> names, as PostgREST and Supabase set it ("authenticated"). Nothing of this library runs as it.</summary>
    /// <value>As <see cref="ReaderRole"/>, and another. Default null: none.</value>
    public string? ClaimsRole { get; set; }

    /// <summary>Gets or sets the role that hosts connect as where it does not own the tables: when they are opened as their owner, it is given
    /// the rights that it needs.</summary>
    /// <value>As <see cref="ReaderRole"/>, and another. Default null: hosts connect as the owner, or what they need is granted by hand.</value>
    public string? ApplicationRole { get; set; }

    /// <summary>Gets the settings that are out of range.</summary>
    internal IEnumerable<MemoryValidationException> Problems()
    {
        if (!SchemaName.IsValid(Schema))
        {
            yield return new MemoryValidationException(
                nameof(Schema), "The name of the schema is none that is accepted.", "Give 1 to 63 lower-case letters, digits and underscores, no digit first.");
        }

        if (Partitions is < 1 or > 256)
        {
            yield return new MemoryValidationException(nameof(Partitions), $"There cannot be {Partitions} partitions.", "Give 1 to 256.");
        }

        if (!Enum.IsDefined(Consistency))
        {
            yield return new MemoryValidationException(
                nameof(Consistency), "The level of consistency is none of the four.", "Give one of PostgresConsistency.");
        }

        if (ReplicaWait < TimeSpan.Zero || ReplicaWait > TimeSpan.FromMinutes(1))
        {
            yield return new MemoryValidationException(nameof(ReplicaWait), "The wait for the replica is out of range.", "Give 0 to 1 minute.");
        }

        if (Retries is < 0 or > 20)
        {
            yield return new MemoryValidationException(nameof(Retries), $"{Retries} retries were asked for.", "Give 0 to 20.");
        }

        foreach (MemoryValidationException problem in RoleName.Problems(this))
        {
            yield return problem;
        }
    }

    /// <exception cref="MemoryValidationException">A value is out of range.</exception>
    internal PostgresStoreOptions Validated() => Problems().FirstOrDefault() is { } problem ? throw problem : (PostgresStoreOptions)MemberwiseClone();
}
