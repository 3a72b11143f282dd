using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Says what is to be done where the database refuses to be changed.</summary>
internal static class SchemaErrors
{
    private static readonly HashSet<string> Refused = new(StringComparer.Ordinal)
    {
        PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.FeatureNotSupported, PostgresErrorCodes.UndefinedFile, PostgresErrorCodes.UndefinedObject,
    };

    /// <exception cref="MemoryConfigurationException">It is refused.</exception>
    public static async Task DoAsync(Func<Task> work, string message, string suggestion)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (PostgresException exception) when (Refused.Contains(exception.SqlState))
        {
            throw new MemoryConfigurationException(message, suggestion, exception);
        }
    }
}
