using Microsoft.Extensions.Logging;

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

    /// <summary>Gets or sets what makes the logger, of category "Mem0Sharp.Postgres", that is told what this host cannot do with the server.</summary>
    /// <value>Default null: nothing is logged.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <exception cref="MemoryValidationException">A value is out of range.</exception>
    internal PostgresStoreOptions Validated()
    {
        if (!SchemaName.IsValid(Schema))
        {
            throw new MemoryValidationException(
                nameof(Schema), "The name of the schema is none that is accepted.", "Give 1 to 63 lower-case letters, digits and underscores, no digit first.");
        }

        if (Partitions is < 1 or > 256)
        {
            throw new MemoryValidationException(nameof(Partitions), $"There cannot be {Partitions} partitions.", "Give 1 to 256.");
        }

        return Retries is >= 0 and <= 20
            ? new PostgresStoreOptions { Schema = Schema, Partitions = Partitions, Retries = Retries, LoggerFactory = LoggerFactory }
            : throw new MemoryValidationException(nameof(Retries), $"{Retries} retries were asked for.", "Give 0 to 20.");
    }
}
