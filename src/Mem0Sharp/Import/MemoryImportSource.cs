namespace Mem0Sharp;

/// <summary>Where an import reads from.</summary>
/// <remarks>Immutable; nothing is opened before the import. A source of a file can be imported again, one of a stream only once.</remarks>
public abstract class MemoryImportSource
{
    private protected MemoryImportSource()
    {
    }

    /// <summary>Gets a value indicating whether the source can say whose its memories are.</summary>
    internal abstract bool KnowsScopes { get; }

    /// <summary>Takes the history that Mem0 wrote: each memory with all of its versions.</summary>
    /// <param name="path">
    /// The SQLite file: Python's <c>history.db</c> (table <c>history</c>, of any release) or TypeScript's (table
    /// <c>memory_history</c>); which it is, is seen when it is read. A file that Mem0 is using may be given; it is never changed.
    /// </param>
    /// <returns>The source.</returns>
    /// <exception cref="MemoryValidationException">The path is blank or no path.</exception>
    public static MemoryImportSource Mem0History(string path) => new Mem0HistorySource(ImportFile.FullPath(path, nameof(path)));

    /// <summary>Takes a <c>get_all</c> export: each memory as it was then, with whose it is and its metadata, as one version.</summary>
    /// <param name="json">
    /// UTF-8 JSON: an object with a list <c>results</c>, or the list itself; its items as Mem0 for Python, for TypeScript or the
    /// hosted platform writes them, or as <see cref="MemoryItem"/> is serialized. Read from its position to its end; not closed.
    /// </param>
    /// <returns>The source, for one import.</returns>
    public static MemoryImportSource Mem0Json(Stream json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new Mem0JsonSource(() => json, closes: false);
    }

    /// <summary>Takes a <c>get_all</c> export from a file: see <see cref="Mem0Json(Stream)"/>.</summary>
    /// <param name="path">The JSON file, in UTF-8.</param>
    /// <returns>The source.</returns>
    /// <exception cref="MemoryValidationException">The path is blank or no path.</exception>
    public static MemoryImportSource Mem0Json(string path)
    {
        string file = ImportFile.FullPath(path, nameof(path));
        return new Mem0JsonSource(() => ImportFile.OpenRead(file), closes: true);
    }

    /// <summary>Takes what <see cref="Memory.ExportAsync"/> wrote: every version with who made it and why, embeddings, rejections.</summary>
    /// <param name="utf8">JSON lines in UTF-8. Read from its position to its end, as it is imported; not closed.</param>
    /// <returns>The source, for one import.</returns>
    /// <remarks>
    /// Its limits are checked like those of any caller; whose memories are, and what their embeddings are, it is believed: import what
    /// you would let write.
    /// </remarks>
    public static MemoryImportSource Export(Stream utf8)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        return new ExportSource(() => utf8, closes: false);
    }

    /// <summary>Takes an export from a file: see <see cref="Export(Stream)"/>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The source.</returns>
    /// <exception cref="MemoryValidationException">The path is blank or no path.</exception>
    public static MemoryImportSource Export(string path)
    {
        string file = ImportFile.FullPath(path, nameof(path));
        return new ExportSource(() => ImportFile.OpenRead(file), closes: true);
    }

    /// <summary>Imports the memories. What is wrong with one of them fails that one; what is wrong with the source is thrown.</summary>
    /// <param name="parts">Where to.</param>
    /// <param name="options">Whose the memories are where the source does not say it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What became of each memory.</returns>
    internal virtual async Task<MemoryImportResult> ImportAsync(MemoryParts parts, MemoryImportOptions options, CancellationToken cancellationToken)
    {
        IEnumerable<ImportedMemory> memories = await ReadAsync(options, parts.Time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return await new MemoryImporter(parts.History, parts.Writer, parts.Redactor).ImportAsync(memories, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the memories. What is wrong with one of them fails that one; what is wrong with the source is thrown.</summary>
    /// <param name="options">Whose the memories are where the source does not say it.</param>
    /// <param name="now">When a memory was made of which the source does not say it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The memories; perhaps read as they are enumerated, which may be done once.</returns>
    private protected abstract Task<IEnumerable<ImportedMemory>> ReadAsync(
        MemoryImportOptions options, DateTimeOffset now, CancellationToken cancellationToken);
}
