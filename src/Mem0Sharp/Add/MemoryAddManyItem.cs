namespace Mem0Sharp;

/// <summary>What became of one conversation of many.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Added">What adding its parts did, in their order; also of parts that an earlier call added.</param>
/// <param name="Error">Why it is not done, or null. Of one that was left, the error of the one before it.</param>
/// <remarks>Immutable. <see cref="ToString"/> does not show text or whose it is.</remarks>
public sealed record MemoryAddManyItem(MemoryConversation Conversation, IReadOnlyList<MemoryAddResult> Added, MemoryException? Error)
{
    /// <summary>Gets a value indicating whether all of it is added.</summary>
    public bool IsDone => Error is null;

    /// <summary>Returns whether it is done.</summary>
    /// <returns>For instance "MemoryAddManyItem (3 parts, done)".</returns>
    public override string ToString() => $"{nameof(MemoryAddManyItem)} ({Added.Count} parts, {(IsDone ? "done" : Error!.ErrorCode)})";
}
