using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>What the library logs below Trace: ids of memories, counts and durations; never text, and never whose it is.</summary>
internal static partial class MemoryLog
{
    [LoggerMessage(MemoryLogEvents.Opened, LogLevel.Information, "Opened: {Count} memories, history at {Sequence}, embedding model {Model}.")]
    public static partial void Opened(ILogger logger, long count, long sequence, string model);

    [LoggerMessage(MemoryLogEvents.Added, LogLevel.Debug, "Added: {Facts} facts, {Changes} changes, {Refused} refused.")]
    public static partial void Added(ILogger logger, int facts, int changes, int refused);

    [LoggerMessage(MemoryLogEvents.Changed, LogLevel.Debug, "Memory {MemoryId} is now at version {Version} ({Event}).")]
    public static partial void Changed(ILogger logger, string memoryId, int version, MemoryEvent @event);

    // The type only: a store's message may quote the row that it refused.
    [LoggerMessage(
        MemoryLogEvents.ProjectionFailed,
        LogLevel.Warning,
        "The store could not be brought further than {Sequence} ({ExceptionType}); it will be before the next read.")]
    public static partial void ProjectionFailed(ILogger logger, long sequence, string exceptionType);

    [LoggerMessage(MemoryLogEvents.DecisionRefused, LogLevel.Warning, "A decision was refused: {Reason}")]
    public static partial void DecisionRefused(ILogger logger, string reason);

    [LoggerMessage(MemoryLogEvents.Erased, LogLevel.Information, "Memory {MemoryId} was erased with its history.")]
    public static partial void Erased(ILogger logger, string memoryId);

    [LoggerMessage(MemoryLogEvents.Reset, LogLevel.Warning, "Everything was removed: memories, history and embeddings.")]
    public static partial void Reset(ILogger logger);

    [LoggerMessage(MemoryLogEvents.Queued, LogLevel.Information, "Call {CallId} ({Kind}) is kept, to be done later.")]
    public static partial void Queued(ILogger logger, string callId, QueuedCallKind kind);

    [LoggerMessage(MemoryLogEvents.QueuedDone, LogLevel.Debug, "Call {CallId}, which was kept, is done.")]
    public static partial void QueuedDone(ILogger logger, string callId);

    [LoggerMessage(
        MemoryLogEvents.QueuedFailed,
        LogLevel.Warning,
        "Call {CallId}, which is kept, failed in attempt {Attempt} with {ErrorCode}. It is set aside: {IsSetAside}.")]
    public static partial void QueuedFailed(ILogger logger, string callId, int attempt, string? errorCode, bool isSetAside);

    [LoggerMessage(MemoryLogEvents.BackgroundFailed, LogLevel.Warning, "Work in the background failed with {ExceptionType}. It is tried again after a while.")]
    public static partial void BackgroundFailed(ILogger logger, string exceptionType);

    [LoggerMessage(
        MemoryLogEvents.StoredUnembedded, LogLevel.Warning, "{Count} texts have no embedding yet: the embedder cannot be reached. They are found by their words.")]
    public static partial void StoredUnembedded(ILogger logger, int count);

    [LoggerMessage(
        MemoryLogEvents.Reembedded, LogLevel.Information, "{Count} texts were moved from embedding model {Former} to {Model}.")]
    public static partial void Reembedded(ILogger logger, long count, string former, string model);

    // The type only: a reranker's message may quote the question or a memory.
    [LoggerMessage(
        MemoryLogEvents.RerankingFailed,
        LogLevel.Warning,
        "{Count} results stay in the order of the search: reranking failed with {ExceptionType}.")]
    public static partial void RerankingFailed(ILogger logger, int count, string exceptionType);

    // The type only: an extractor's message may quote a memory.
    [LoggerMessage(
        MemoryLogEvents.EntitiesFailed,
        LogLevel.Warning,
        "What {Count} texts name is found by rules: the extractor of entities failed with {ExceptionType}.")]
    public static partial void EntitiesFailed(ILogger logger, int count, string exceptionType);

    [LoggerMessage(
        MemoryLogEvents.ChatWithoutMemories, LogLevel.Warning, "A chat goes on without memories: recalling failed with {ExceptionType}.")]
    public static partial void ChatWithoutMemories(ILogger logger, string exceptionType);

    [LoggerMessage(
        MemoryLogEvents.ChatNotRemembered, LogLevel.Warning, "A turn of a chat is not remembered: adding it failed with {ExceptionType}.")]
    public static partial void ChatNotRemembered(ILogger logger, string exceptionType);
}
