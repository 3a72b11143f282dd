namespace Mem0Sharp;

/// <summary>The embedding generator failed, or answered with something that is no embedding. Nothing was written.</summary>
/// <param name="message">What happened.</param>
/// <param name="innerException">The generator's own exception, or null.</param>
/// <remarks>Immutable. An outage is a <see cref="MemoryNetworkException"/>.</remarks>
public sealed class EmbeddingException(string message, Exception? innerException = null) : MemoryException(
    MemoryErrorCodes.Embedding,
    message,
    "Check the embedding generator on its own with the same text. Nothing was stored, so the call can be made again.",
    innerException);
