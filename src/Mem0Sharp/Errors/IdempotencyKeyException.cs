namespace Mem0Sharp;

/// <summary>An idempotency key was used before, and what its first call returned cannot be returned again. Nothing was written.</summary>
/// <remarks>Immutable.</remarks>
public sealed class IdempotencyKeyException : MemoryException
{
    private IdempotencyKeyException(string message, string suggestion)
        : base(MemoryErrorCodes.IdempotencyKey, message, suggestion)
    {
    }

    internal static IdempotencyKeyException OtherRequest() => new(
        "The idempotency key belongs to a call with another content.",
        "Make a key for each call (of the message's id, say) and repeat a call unchanged.");

    internal static IdempotencyKeyException Erased() => new(
        "The call of this idempotency key has happened, and what it wrote has been erased since.",
        "Do not repeat it. To write it again all the same, use another key.");
}
