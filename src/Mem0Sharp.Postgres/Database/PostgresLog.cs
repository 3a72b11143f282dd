using Microsoft.Extensions.Logging;

namespace Mem0Sharp.Postgres;

/// <summary>What the package logs: no text, no user, and of an error its kind alone. Event ids 500 to 599.</summary>
internal static partial class PostgresLog
{
    [LoggerMessage(
        500,
        LogLevel.Warning,
        "PostgreSQL does not tell this host what others commit ({Reason}): it looks several times a second while somebody waits. A pooler in "
            + "transaction mode passes no notifications on: connect past it.")]
    public static partial void NotTold(ILogger logger, string reason);

    [LoggerMessage(
        501,
        LogLevel.Warning,
        "The replica's answers are not taken ({Reason}): the primary is read, and the replica is asked again after a while. "
            + "That is not said again before it has answered.")]
    public static partial void ReplicaLeft(ILogger logger, string reason);
}
