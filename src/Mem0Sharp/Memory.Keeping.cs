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

    /// <summary>Writes out everything as JSON lines, which <see cref="MemoryImportSource.Export(Stream)"/> reads.</summary>
    /// <param name="utf8">Where to write, in UTF-8. Not closed.</param>
    /// <param name="options">Settings, or null for everything.</param>
    /// <param name="cancellationToken">Ends the work; what is written by then lacks its last line, and is known by that.</param>
    /// <returns>A task that ends when all is written and flushed.</returns>
    /// <exception cref="MemoryStoreException">The history could not be read, or the stream not be written.</exception>
    /// <remarks>
    /// Every version of every memory, deleted ones too, in the order of the log, as it stands when the call begins: the record, what made
    /// it, who and why, and the embedding of each text; and the hashes of what is rejected. Writers go on meanwhile. Not in it: calls that
    /// happen once, and which ids were erased. It holds memory texts and user ids, and needs the memory of a page of rows only (with a
    /// scope: of the ids of its memories too). What is erased later stays in it.
    /// </remarks>
    public Task ExportAsync(Stream utf8, MemoryExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        return RunAsync(MemoryTelemetryNames.ExportMemories, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            long versions = await new MemoryExporter(_parts.History, utf8)
                .ExportAsync(options?.Scope, _parts.Embedder.Space, cancellationToken).ConfigureAwait(false);
            MemoryTelemetry.Count((int)Math.Min(versions, int.MaxValue));
            return versions;
        });
    }

    /// <summary>Empties the vector store and fills it from the history: after it was damaged, restored from an older copy, or moved.</summary>
    /// <param name="progress">Told after each page of memories, or null.</param>
    /// <param name="cancellationToken">Ends the work; what is missing by then is made up for before the next read.</param>
    /// <returns>A task that ends when searches find everything again.</returns>
    /// <exception cref="MemoryStoreException">The store or the history failed. What is missing is made up for before the next read.</exception>
    /// <remarks>
    /// Nothing is embedded but what had no embedding yet, and the history is not changed. Searches of this memory wait until it is done; other
    /// processes that use the same store fill it as well, and see everything too. Where each commit is in the vector store at once
    /// (<see cref="IVectorStore.IsCommittedWith"/>) there is nothing to be rebuilt, and nothing is done.
    /// </remarks>
    public Task RebuildAsync(IProgress<RebuildProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunAsync(MemoryTelemetryNames.RebuildStore, null, async () =>
        {
            await _parts.Projection.RebuildAsync(progress, cancellationToken).ConfigureAwait(false);
            return true;
        });
}
