using System.Net.Sockets;
using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Turns PostgreSQL's errors into ours. Their own words are not repeated: they may quote a row.</summary>
internal static class PostgresErrors
{
    private const string ConnectionClass = "08", OperatorClass = "57P", ResourcesClass = "53", AuthorizationClass = "28";

    private static readonly HashSet<string> Denied = new(StringComparer.Ordinal)
    {
        PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ReadOnlySqlTransaction,
    };

    private static readonly HashSet<string> Missing = new(StringComparer.Ordinal)
    {
        PostgresErrorCodes.UndefinedTable, PostgresErrorCodes.UndefinedColumn, PostgresErrorCodes.UndefinedObject, PostgresErrorCodes.UndefinedFile,
        PostgresErrorCodes.UndefinedFunction, PostgresErrorCodes.InvalidSchemaName, PostgresErrorCodes.FeatureNotSupported,
        PostgresErrorCodes.InvalidCatalogName,
    };

    public static bool CanTranslate(Exception exception) => exception is NpgsqlException or IOException or SocketException or TimeoutException;

    /// <summary>Tells whether the same may succeed later: nothing of it has happened, or (of a commit) it must be looked whether it has.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException { SqlState: { } state } known => known.IsTransient
            || state.StartsWith(ConnectionClass, StringComparison.Ordinal)
            || state.StartsWith(OperatorClass, StringComparison.Ordinal)
            || state.StartsWith(ResourcesClass, StringComparison.Ordinal),

        // No answer of the server: it could not be reached, or the connection broke.
        NpgsqlException or IOException or SocketException or TimeoutException => true,
        _ => false,
    };

    public static MemoryException Translate(Exception exception) => exception switch
    {
        PostgresException { SqlState: { } state } when Denied.Contains(state) || state.StartsWith(AuthorizationClass, StringComparison.Ordinal) =>
            new MemoryAccessDeniedException("store", "PostgreSQL refused: the role may not do this, or not log in.", exception),
        PostgresException { SqlState: { } state } when Missing.Contains(state) => new MemoryConfigurationException(
            $"PostgreSQL does not have what the memory needs (SQLSTATE {state}).",
            "The database, its extension vector (pgvector) and the tables must be there: open the memory with a role that may create them.",
            exception),
        PostgresException known => new MemoryStoreException(
            $"PostgreSQL failed (SQLSTATE {known.SqlState}); the change was rolled back.", isTransient: IsTransient(known), innerException: known),
        _ => new MemoryStoreException("PostgreSQL could not be reached, or the connection broke.", isTransient: true, innerException: exception),
    };
}
