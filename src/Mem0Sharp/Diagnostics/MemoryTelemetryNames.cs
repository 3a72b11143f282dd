namespace Mem0Sharp;

/// <summary>The names under which the library reports to OpenTelemetry.</summary>
/// <remarks>
/// Operations follow the conventions for memory of open-telemetry/semantic-conventions-genai (status: development). Nothing
/// leaves the process unless the host listens.
/// </remarks>
public static class MemoryTelemetryNames
{
    /// <summary>The name of the <c>ActivitySource</c>.</summary>
    public const string ActivitySource = "Mem0Sharp";

    /// <summary>The name of the <c>Meter</c>.</summary>
    public const string Meter = "Mem0Sharp";

    internal const string OperationName = "gen_ai.operation.name";
    internal const string RecordId = "gen_ai.memory.record.id";
    internal const string RecordCount = "gen_ai.memory.record.count";
    internal const string ErrorType = "error.type";
    internal const string OperationDuration = "gen_ai.client.operation.duration";
    internal const string Changes = "mem0.changes";
    internal const string ChangeEvent = "mem0.event";
    internal const string CommitWrites = "mem0.commit.writes";
    internal const string Errors = "mem0.errors";
    internal const string ErrorCode = "mem0.error.code";
    internal const string EmbeddingCacheLookups = "mem0.embedding.cache.lookups";
    internal const string EmbeddingCacheHit = "mem0.hit";
    internal const string EmbeddingCacheBytes = "mem0.embedding.cache.bytes";
    internal const string EmbeddingTexts = "mem0.embedding.texts";
    internal const string ModelTokens = "mem0.model.tokens";
    internal const string TokenType = "gen_ai.token.type";
    internal const string Stage = "mem0.stage";

    internal const string CreateMemory = "create_memory";
    internal const string AddMany = "mem0.add_many";
    internal const string UpdateMemory = "update_memory";
    internal const string UpsertMemory = "upsert_memory";
    internal const string DeleteMemory = "delete_memory";
    internal const string BackUpStore = "mem0.back_up_store";
    internal const string CheckHealth = "mem0.check_health";
    internal const string DiagnoseMemory = "mem0.diagnose_memory";
    internal const string CheckStore = "mem0.check_store";
    internal const string EraseMemory = "mem0.erase_memory";
    internal const string LiftRejection = "mem0.lift_rejection";
    internal const string SearchMemory = "search_memory";
    internal const string GetMemory = "mem0.get_memory";
    internal const string GetRelated = "mem0.get_related";
    internal const string ListMemories = "mem0.list_memories";
    internal const string CountMemories = "mem0.count_memories";
    internal const string ExportMemories = "mem0.export_memories";
    internal const string ImportMemories = "mem0.import_memories";
    internal const string ProcessQueue = "mem0.process_queue";
    internal const string EmbedMissing = "mem0.embed_missing";
    internal const string Reembed = "mem0.reembed";
    internal const string RebuildStore = "mem0.rebuild_store";
    internal const string MeasureCosines = "mem0.measure_cosines";
    internal const string ListOwners = "mem0.list_owners";
    internal const string GetQueued = "mem0.get_queued";
    internal const string ReadQueue = "mem0.read_queue";
    internal const string DiscardQueued = "mem0.discard_queued";
    internal const string GetLastSequence = "mem0.get_last_sequence";
    internal const string ReadHistory = "mem0.read_history";
    internal const string ResetStore = "delete_memory_store";
    internal const string OpenStore = "create_memory_store";
}
