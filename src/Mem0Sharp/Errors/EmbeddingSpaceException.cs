namespace Mem0Sharp;

/// <summary>The store was filled by another embedding model: vectors of two models cannot be compared.</summary>
/// <remarks>Immutable.</remarks>
public sealed class EmbeddingSpaceException : MemoryException
{
    /// <summary>Initializes the error with both spaces.</summary>
    /// <param name="stored">What filled the store.</param>
    /// <param name="configured">What is configured now.</param>
    public EmbeddingSpaceException(EmbeddingSpace stored, EmbeddingSpace configured)
        : base(
            MemoryErrorCodes.EmbeddingSpace,
            $"The store was filled by embedding model '{stored?.Model}' ({stored?.Dimensions} dimensions); '{configured?.Model}' "
            + $"({configured?.Dimensions} dimensions) is configured.",
            "Configure the model that filled the store, or move the store to the new one by Memory.ReembedAsync.")
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(configured);
        Stored = stored;
        Configured = configured;
        Details = Facts(
            ("stored_model", stored.Model),
            ("stored_dimensions", stored.Dimensions),
            ("configured_model", configured.Model),
            ("configured_dimensions", configured.Dimensions));
    }

    /// <summary>Gets the model and dimension that filled the store.</summary>
    public EmbeddingSpace Stored { get; }

    /// <summary>Gets the model and dimension that are configured now.</summary>
    public EmbeddingSpace Configured { get; }
}
