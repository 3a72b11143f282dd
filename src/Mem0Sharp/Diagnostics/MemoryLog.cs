using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>What the library logs below Trace: ids of memories, counts and durations; never text, and never whose it is.</summary>
internal static partial class MemoryLog
{
    [LoggerMessage(200, LogLevel.Information, "Opened: {Count} memories, history at {Sequence}, embedding model {Model}.")]
    public static partial void Opened(ILogger logger, long count, long sequence, string model);

    [LoggerMessage(201, LogLevel.Debug, "Added: {Facts} facts, {Changes} changes, {Refused} refused.")]
    public static partial void Added(ILogger logger, int facts, int changes, int refused);

    [LoggerMessage(202, LogLevel.Debug, "Memory {MemoryId} is now at version {Version} ({Event}).")]
    public static partial void Changed(ILogger logger, string memoryId, int version, MemoryEvent @event);

    [LoggerMessage(203, LogLevel.Warning, "The store could not be brought to {Sequence}; it will be before the next read.")]
    public static partial void ProjectionFailed(ILogger logger, long sequence, Exception exception);

    [LoggerMessage(204, LogLevel.Warning, "A decision was refused: {Reason}")]
    public static partial void DecisionRefused(ILogger logger, string reason);

    [LoggerMessage(205, LogLevel.Warning, "Everything was removed: memories, history and embeddings.")]
    public static partial void Reset(ILogger logger);
}
