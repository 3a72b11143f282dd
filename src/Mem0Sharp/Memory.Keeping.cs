namespace Mem0Sharp;

/// <content>Copies to keep elsewhere.</content>
public sealed partial class Memory
{
    /// <summary>Copies the memory file, complete, while it is open and written to.</summary>
    /// <param name="path">
    /// The file to make; its folder must exist. It appears when the copy is complete and flushed to the disk: a crash leaves at most a
    /// file whose name ends in <c>.partial</c>. On Unix it gets the memory file's permissions.
    /// </param>
    /// <param name="cancellationToken">Ends the work; nothing is left of the copy.</param>
    /// <returns>A task that ends when the copy is there.</returns>
    /// <exception cref="MemoryConfigurationException">The history is in no file. Use <see cref="MemoryBuilder.UseSqlite"/>.</exception>
    /// <exception cref="MemoryValidationException">
    /// It is no path, its folder is missing, or a file is there already: that is never written over.
    /// </exception>
    /// <exception cref="MemoryStoreException">The file could not be read, or the copy not be written.</exception>
    /// <remarks>
    /// All that was committed before the call is in it, and no half of a transaction: versions with their recorded times, embeddings,
    /// rejections, calls that happen once, erasures. It is one file, which opens as a memory file. Writers go on meanwhile; the log
    /// beside the file grows until the copy is made. A vector store elsewhere is not copied: it is made anew from the history. What is
    /// erased later stays in the copy: delete copies when their time is over.
    /// </remarks>
    public Task BackupAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return RunAsync(MemoryTelemetryNames.BackUpStore, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            await _parts.History.BackupAsync(path, cancellationToken).ConfigureAwait(false);
            return true;
        });
    }
}
