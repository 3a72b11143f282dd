namespace Mem0Sharp;

/// <summary>Copies a history into another one: from a file to a server, and back.</summary>
/// <remarks>Thread-safe.</remarks>
public static class HistoryMigration
{
    /// <summary>
    /// Copies everything that a history holds into another one, in the order of the log, and compares the two. Cut off anywhere and called
    /// again, it goes on; nothing is written twice. What came to the source meanwhile is copied too, and what was erased there is erased here.
    /// </summary>
    /// <param name="source">The history to copy. It is opened, and not changed.</param>
    /// <param name="target">
    /// An empty history, or one that this source was copied to before, wholly or in part. It is opened. Nobody else may write to it.
    /// </param>
    /// <param name="progress">Told how far it is, after each page of rows. Default null.</param>
    /// <param name="cancellationToken">Ends the work; what is copied stays, and the next call goes on from there.</param>
    /// <returns>What both hold now, compared row by row.</returns>
    /// <exception cref="HistoryMigrationException">
    /// The target is no copy of the source's beginning, and nothing was written; or the copy is not as the source is; or the source is
    /// written to all the time (<see cref="MemoryException.IsTransient"/>).
    /// </exception>
    /// <exception cref="MemoryConflictException">Somebody else writes to the target. What is copied stays.</exception>
    /// <exception cref="MemoryStoreException">One of the two could not be read or written. What is copied stays.</exception>
    /// <remarks>
    /// Copied are the rows with their ids, times and hashes, deleted memories too, the embeddings (none is made), texts that are to be embedded
    /// yet, rejections, calls that happen once, what is queued, and what was erased. Sequences and the epoch are the target's own: positions,
    /// and what was staged of another embedding model, are not copied. Both are read through twice; only pages of them are held.
    /// </remarks>
    public static Task<HistoryMigrationResult> MigrateAsync(
        this IHistoryStore source,
        IHistoryStore target,
        IProgress<HistoryMigrationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        return ReferenceEquals(source, target)
            ? throw new MemoryValidationException(nameof(target), "The target is the source.", "Give another history to copy to.")
            : new HistoryCopy(source, target, progress).RunAsync(cancellationToken);
    }
}
