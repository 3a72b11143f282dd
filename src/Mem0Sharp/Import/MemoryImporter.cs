namespace Mem0Sharp;

/// <summary>Writes the memories of an import, several in one transaction, each wholly or not at all.</summary>
internal sealed class MemoryImporter(IHistoryStore history, MemoryWriter writer, TextRedactor redactor)
{
    /// <summary>Most versions in one transaction, unless one memory has more.</summary>
    private const int ChunkSize = 1_000;

    public async Task<MemoryImportResult> ImportAsync(IEnumerable<ImportedMemory> memories, CancellationToken cancellationToken)
    {
        List<MemoryImportItem> items = [];
        foreach (List<ImportedMemory> chunk in Chunks(memories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            items.AddRange(await ImportChunkAsync(chunk, cancellationToken).ConfigureAwait(false));
        }

        return new MemoryImportResult(items);
    }

    private static IEnumerable<List<ImportedMemory>> Chunks(IEnumerable<ImportedMemory> memories)
    {
        List<ImportedMemory> chunk = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        int versions = 0;
        foreach (ImportedMemory memory in memories)
        {
            // An id that comes again is for the next chunk, which sees what this one made of it.
            if (chunk.Count > 0 && (versions + memory.Versions.Count > ChunkSize || !ids.Add(memory.Id)))
            {
                yield return chunk;
                chunk = [];
                ids.Clear();
                versions = 0;
            }

            ids.Add(memory.Id);
            chunk.Add(memory);
            versions += memory.Versions.Count;
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    private async Task<MemoryImportItem[]> ImportChunkAsync(List<ImportedMemory> chunk, CancellationToken cancellationToken)
    {
        for (int i = 0; i < chunk.Count; i++)
        {
            chunk[i] = await redactor.RedactAsync(chunk[i], cancellationToken).ConfigureAwait(false);
        }

        MemoryImportItem[] items = [.. chunk.Select(memory => Failed(memory, memory.Error))];
        int[] open = [.. Enumerable.Range(0, chunk.Count).Where(i => chunk[i].Error is null)];
        while (open.Length > 0)
        {
            IReadOnlySet<string> erased = await ErasedLinks.FindAsync(
                history, chunk.SelectMany(memory => memory.Versions).Select(version => version.Item), cancellationToken).ConfigureAwait(false);
            foreach (int i in open)
            {
                chunk[i] = chunk[i].Without(erased);
            }

            Dictionary<string, List<HistoryEntry>> stored =
                await StoredAsync([.. open.Select(i => chunk[i].Id)], cancellationToken).ConfigureAwait(false);
            List<MemoryWrite> writes = [];
            List<(int Index, int FirstWrite)> written = [];
            foreach (int i in open)
            {
                List<HistoryEntry> entries = stored.GetValueOrDefault(chunk[i].Id) ?? [];
                int same = chunk[i].CountStored(entries);
                if (same == chunk[i].Versions.Count)
                {
                    items[i] = new MemoryImportItem(chunk[i].Id, MemoryImportOutcome.Unchanged, entries[^1].Version, Error: null);
                }
                else if (same < entries.Count)
                {
                    // Known before anything is paid for: the store has another history under this id.
                    items[i] = Failed(chunk[i], new MemoryConflictException(chunk[i].Id, same, entries[^1].Version));
                }
                else
                {
                    written.Add((i, writes.Count));
                    writes.AddRange(chunk[i].WritesAfter(same));
                }
            }

            if (writes.Count == 0)
            {
                break;
            }

            IReadOnlyList<MemoryWriteResult> results =
                await writer.UpdateMemoryAsync(writes, default, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < written.Count; i++)
            {
                int first = written[i].FirstWrite;
                int last = (i + 1 < written.Count ? written[i + 1].FirstWrite : results.Count) - 1;

                // The last one fails whenever one before it did (it goes on only on the version before it); the first that fails says why.
                items[written[i].Index] = results[last] is { Error: null, Item: { } item }
                    ? new MemoryImportItem(item.Id, MemoryImportOutcome.Imported, item.Version, Error: null)
                    : Failed(chunk[written[i].Index], results.Skip(first).First(result => result.Error is not null).Error);
            }

            // Somebody wrote under these ids since the look: look again.
            open = [.. written.Select(write => write.Index).Where(i => items[i].Error is MemoryConflictException)];
        }

        return items;
    }

    private static MemoryImportItem Failed(ImportedMemory memory, MemoryException? error) =>
        new(memory.Id, MemoryImportOutcome.Failed, Version: null, error);

    private async Task<Dictionary<string, List<HistoryEntry>>> StoredAsync(string[] ids, CancellationToken cancellationToken)
    {
        Dictionary<string, List<HistoryEntry>> stored = new(StringComparer.Ordinal);
        await foreach (HistoryEntry entry in history.ReadAsync(ids, cancellationToken).ConfigureAwait(false))
        {
            if (!stored.TryGetValue(entry.MemoryId, out List<HistoryEntry>? entries))
            {
                stored.Add(entry.MemoryId, entries = []);
            }

            entries.Add(entry);
        }

        return stored;
    }
}
