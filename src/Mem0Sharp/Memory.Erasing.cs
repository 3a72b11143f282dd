namespace Mem0Sharp;

/// <content>What is gone for good, and what is not to come back.</content>
public sealed partial class Memory
{
    /// <summary>
    /// Erases a memory with its whole history: rows, texts, vectors that no other memory needs, what calls returned of it, and the links to it
    /// in every version of other memories. Nothing can bring it back, and its id is never used again. A deleted memory can be erased too.
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

    /// <summary>
    /// Erases everything that an actor said, in all scopes, with its whole history. Changes that the actor made to memories of others
    /// stay, and no longer say by whom.
    /// </summary>
    /// <param name="actorId">
    /// The actor, as <see cref="MemoryItem.ActorId"/> has it: a message's author name. Compared ordinally; not blank.
    /// </param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>What was erased; nothing when the actor said nothing.</returns>
    /// <exception cref="MemoryValidationException">The actor is blank or too long.</exception>
    /// <exception cref="MemoryStoreException">
    /// It failed. When <see cref="MemoryStoreException.IsCommitted"/>, the memories are gone from every read, but their bytes could not
    /// be taken out of the file, or out of the vector store, yet.
    /// </exception>
    /// <remarks>Who is named inside the text of a memory that others said is not known to the library. What the actor rejected stays rejected.</remarks>
    public Task<EraseReceipt> EraseActorAsync(string actorId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actorId);
        Validate.Label(actorId, MemoryLimits.IdLength, nameof(actorId));
        return string.IsNullOrWhiteSpace(actorId)
            ? throw new MemoryValidationException(nameof(actorId), "The actor is blank.", "Give the author name that its messages had.")
            : RunAsync(MemoryTelemetryNames.EraseMemory, null, () => EraseAsync(
                new HistoryErasureRequest { ActorId = actorId, Within = _within, ErasedAt = _parts.Time.GetUtcNow() }, cancellationToken));
    }

    /// <summary>Looks whether the memories of a receipt are gone, and whether the record of what was erased is still the one it was made of.</summary>
    /// <param name="receipt">The receipt, as an erase returned it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What is wrong, if anything. Nothing is changed.</returns>
    /// <remarks>
    /// A receipt of before a <see cref="ResetAsync"/> no longer holds: the record went with everything else. Whether the bytes are out of
    /// the file is what the erase itself said; <see cref="CheckAsync"/> tells it later.
    /// </remarks>
    public Task<EraseVerification> VerifyAsync(EraseReceipt receipt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return RunAsync(MemoryTelemetryNames.CheckStore, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<ErasedMemory> all = await _parts.History.GetErasuresAsync(afterSequence: 0, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<MemoryHead?> heads = await _parts.History.GetHeadsAsync(receipt.MemoryIds, cancellationToken).ConfigureAwait(false);
            List<string> problems = [];
            Dictionary<string, ErasedMemory> known = all.ToDictionary(memory => memory.MemoryId, StringComparer.Ordinal);
            for (int i = 0; i < receipt.MemoryIds.Count; i++)
            {
                string id = receipt.MemoryIds[i];
                if (heads[i] is not null)
                {
                    problems.Add($"Memory {id} is in the store.");
                }

                if (!known.TryGetValue(id, out ErasedMemory? erased) || erased.ErasedAt != receipt.ErasedAt)
                {
                    problems.Add($"The store has no record that memory {id} was erased then.");
                }
            }

            if (!string.Equals(HashOf(all, receipt.MemoryIds), receipt.Hash, StringComparison.Ordinal))
            {
                problems.Add("The record of what was erased is not the one that the receipt was made of: its hash is another one.");
            }

            return new EraseVerification(problems);
        });
    }

    /// <summary>Allows a text to be learned from conversations again that was deleted or corrected away.</summary>
    /// <param name="scope">
    /// Whose: it is allowed in all that the scope's user has or, without a user, its agent or run.
    /// </param>
    /// <param name="text">The text; case, white space and invisible characters do not matter.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>Whether it was rejected before.</returns>
    /// <exception cref="MemoryValidationException">The text is blank or too long.</exception>
    /// <remarks>To add the text by hand (<c>Mode = MemoryAddMode.Verbatim</c>), to update a memory to it, or to restore it, allows it too.</remarks>
    public Task<bool> LiftRejectionAsync(MemoryScope scope, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        Validate.Text(text, nameof(text));
        return RunAsync(MemoryTelemetryNames.LiftRejection, null, async () =>
        {
            string redacted = await _parts.Redactor.RedactAsync(text, nameof(text), cancellationToken).ConfigureAwait(false);
            RejectedValue value = RejectedValue.Of(scope, redacted);
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return await _parts.Writer.LiftRejectionAsync(value, cancellationToken).ConfigureAwait(false);
        });
    }

    private async Task<EraseReceipt> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken)
    {
        await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        HistoryErasure erasure = await _parts.Writer.EraseAsync(request, cancellationToken).ConfigureAwait(false);
        MemoryTelemetry.Count(erasure.Memories.Count);
        string[] ids = [.. erasure.Memories.Select(memory => memory.MemoryId)];
        IReadOnlyList<ErasedMemory> all = ids.Length == 0
            ? []
            : await _parts.History.GetErasuresAsync(afterSequence: 0, CancellationToken.None).ConfigureAwait(false);
        return new EraseReceipt(ids, request.ErasedAt.ToUniversalTime()) { Hash = HashOf(all, ids) };
    }

    /// <summary>Gets the hash of everything erased up to the last of these.</summary>
    private static string HashOf(IReadOnlyList<ErasedMemory> all, IReadOnlyList<string> ids)
    {
        HashSet<string> own = ids.ToHashSet(StringComparer.Ordinal);
        int count = all.Count;
        while (count > 0 && !own.Contains(all[count - 1].MemoryId))
        {
            count--;
        }

        return ErasureChain.Of(all.Take(count));
    }
}
