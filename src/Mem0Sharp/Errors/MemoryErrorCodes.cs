namespace Mem0Sharp;

/// <summary>The codes that <see cref="MemoryException.ErrorCode"/> can have. They never change meaning.</summary>
public static class MemoryErrorCodes
{
    /// <summary>No memory has this id. <see cref="MemoryNotFoundException"/>.</summary>
    public const string NotFound = "memory_not_found";

    /// <summary>An argument or a configured value is not acceptable. <see cref="MemoryValidationException"/>.</summary>
    public const string Validation = "validation_failed";

    /// <summary>The memory has another version than the caller expected. <see cref="MemoryConflictException"/>.</summary>
    public const string Conflict = "version_conflict";

    /// <summary>A memory of this id was erased. <see cref="MemoryErasedException"/>.</summary>
    public const string Erased = "memory_erased";

    /// <summary>An idempotency key was used before, for something else. <see cref="IdempotencyKeyException"/>.</summary>
    public const string IdempotencyKey = "idempotency_key_used";

    /// <summary>The memory may not be changed. <see cref="ImmutableMemoryException"/>.</summary>
    public const string Immutable = "memory_immutable";

    /// <summary>Who writes is trusted less than the memory. <see cref="InsufficientTrustException"/>.</summary>
    public const string Trust = "trust_insufficient";

    /// <summary>The library is set up wrongly or incompletely. <see cref="MemoryConfigurationException"/>.</summary>
    public const string Configuration = "configuration_invalid";

    /// <summary>The embedding generator failed or answered with something unusable. <see cref="EmbeddingException"/>.</summary>
    public const string Embedding = "embedding_failed";

    /// <summary>A vector has another length than the store's. <see cref="EmbeddingDimensionException"/>.</summary>
    public const string Dimension = "embedding_dimension_mismatch";

    /// <summary>The file was filled by another embedding model. <see cref="EmbeddingSpaceException"/>.</summary>
    public const string EmbeddingSpace = "embedding_space_mismatch";

    /// <summary>A model's reply could not be read. <see cref="ModelResponseException"/>.</summary>
    public const string ModelResponse = "model_response_unreadable";

    /// <summary>A line of an export cannot be read. <see cref="MemoryExportException"/>.</summary>
    public const string Export = "export_unreadable";

    /// <summary>A history is no copy of another, or could not be made one. <see cref="HistoryMigrationException"/>.</summary>
    public const string Migration = "migration_failed";

    /// <summary>The history or the vector store failed. <see cref="MemoryStoreException"/>.</summary>
    public const string Store = "store_failed";

    /// <summary>A service could not be reached or did not answer in time. <see cref="MemoryNetworkException"/>.</summary>
    public const string Network = "network_failed";

    /// <summary>A file or service refused access. <see cref="MemoryAccessDeniedException"/>.</summary>
    public const string AccessDenied = "access_denied";
}
