namespace Mem0Sharp;

/// <content>What is gone for good, and what is not to come back.</content>
public sealed partial class Memory
{
    /// <summary>
    /// Erases a memory with its whole history: rows, texts, vectors that no other memory needs, and what calls returned of it. Nothing
    /// can bring it back, and its id is never used again. A deleted memory can be erased too.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>What was erased.</returns>
    /// <exception cref="MemoryNotFoundException">There never was such a memory, or it was erased before.</exception>
    /// <exception cref="MemoryStoreException">
    /// It failed. When <see cref="MemoryStoreException.IsCommitted"/>, the memory is gone from every read, but its bytes could not be
    /// taken out of the file, or out of the vector store, yet.
    /// </exception>
    /// <remarks>
    /// The file is rewritten, which takes time in proportion to its size. To erase what is only wrong is too much:
    /// <see cref="DeleteAsync"/> keeps the history. What was rejected before (<see cref="LiftRejectionAsync"/>) stays so; of it only a hash is kept.
    /// </remarks>
    public Task<EraseReceipt> EraseAsync(string id, CancellationToken cancellationToken = default)
    {
        Validate.Id(id, nameof(id));
        return RunAsync(MemoryTelemetryNames.EraseMemory, id, async () =>
        {
            EraseReceipt receipt = await EraseAsync(
                new HistoryErasureRequest { MemoryIds = [id], Within = _within, ErasedAt = _parts.Time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
            return receipt.MemoryIds.Count > 0 ? receipt : throw new MemoryNotFoundException(id);
        });
    }

    /// <summary>
    /// Erases everything that is or ever was in a scope, deleted memories too, with its whole history, and what was rejected there.
    /// </summary>
    /// <param name="scope">The scope. There is no way to mean "all users": that is <see cref="ResetAsync"/>.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>What was erased; nothing when the scope was empty.</returns>
    /// <exception cref="MemoryStoreException">
    /// It failed. When <see cref="MemoryStoreException.IsCommitted"/>, the memories are gone from every read, but their bytes could not
    /// be taken out of the file, or out of the vector store, yet.
    /// </exception>
    /// <remarks>A memory added to the scope while the call runs may remain.</remarks>
    public Task<EraseReceipt> EraseAsync(MemoryScope scope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return RunAsync(MemoryTelemetryNames.EraseMemory, null, () => EraseAsync(
            new HistoryErasureRequest { Scope = scope, ErasedAt = _parts.Time.GetUtcNow() }, cancellationToken));
    }

    /// <summary>Allows a text to be learned from conversations again that was deleted or corrected away.</summary>
    /// <param name="scope">
    /// Whose: it is allowed in all that the scope's user has or, without a user, its agent or run.
    /// </param>
    /// <param name="text">The text; case, white space and invisible characters do not matter.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>Whether it was rejected before.</returns>
    /// <exception cref="MemoryValidationException">The text is blank or too long.</exception>
    /// <remarks>To add the text by hand (<c>Infer = false</c>), to update a memory to it, or to restore it, allows it too.</remarks>
    public Task<bool> LiftRejectionAsync(MemoryScope scope, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        RejectedValue value = RejectedValue.Of(scope, Validate.Text(text, nameof(text)));
        return RunAsync(MemoryTelemetryNames.LiftRejection, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return await _parts.Writer.LiftRejectionAsync(value, cancellationToken).ConfigureAwait(false);
        });
    }

    private async Task<EraseReceipt> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken)
    {
        await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        HistoryErasure erasure = await _parts.Writer.EraseAsync(request, cancellationToken).ConfigureAwait(false);
        MemoryTelemetry.Count(erasure.Memories.Count);
        return new EraseReceipt([.. erasure.Memories.Select(memory => memory.MemoryId)], request.ErasedAt);
    }
}
