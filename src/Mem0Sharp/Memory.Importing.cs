namespace Mem0Sharp;

/// <content>Importing what Mem0 left behind, and what was exported here.</content>
public sealed partial class Memory
{
    /// <summary>Imports memories under their own ids, with their history and its times.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="options">Whose they become where the source does not say it. Required for a history file.</param>
    /// <param name="cancellationToken">Ends the work; what is committed stays. Importing again goes on where it ended.</param>
    /// <returns>Per memory, whether it was imported, was known already, or why not.</returns>
    /// <exception cref="MemoryValidationException">
    /// Nobody says whose the memories of a history file are; or there is no such file, or it is no export and no history of Mem0.
    /// Nothing was embedded or written.
    /// </exception>
    /// <exception cref="MemoryExportException">
    /// A line of an export (<see cref="MemoryImportSource.Export(Stream)"/>) cannot be read, or the last one is missing. What was imported before stays.
    /// </exception>
    /// <exception cref="MemoryConfigurationException">The native SQLite library, which a history file needs, is missing.</exception>
    /// <exception cref="MemoryNetworkException">The embedder could not be reached. What was imported before stays.</exception>
    /// <remarks>
    /// A memory is imported wholly or not at all (of an export, a version is); up to about 1,000 versions go into one transaction and one embedding call. One that
    /// cannot be stored fails by itself, before anything is paid for it: with a <see cref="MemoryValidationException"/>, or with a
    /// <see cref="MemoryConflictException"/> when the store has another memory under its id, which stays as it is. Importing the same
    /// again writes nothing; importing a longer history of a memory that was imported before continues it. An export is imported in the
    /// order of its log, so that what comes of a part of it is how the exported store was at an earlier moment.
    /// </remarks>
    public Task<MemoryImportResult> ImportAsync(
        MemoryImportSource source, MemoryImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new MemoryImportOptions();
        Validate.Trust(options.Trust, nameof(options.Trust));
        if (!source.KnowsScopes && options is { Scope: null, ScopeOf: null })
        {
            throw new MemoryValidationException(
                nameof(options.Scope),
                "Mem0's history does not say whose its memories are.",
                $"Set {nameof(MemoryImportOptions)}.{nameof(options.Scope)}, or {nameof(options.ScopeOf)} for memories of several users.");
        }

        return RunAsync(MemoryTelemetryNames.ImportMemories, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            MemoryImportResult result = await source.ImportAsync(_parts, options, cancellationToken).ConfigureAwait(false);
            MemoryTelemetry.Count(result.ImportedCount);
            return result;
        });
    }
}
