namespace Mem0Sharp;

/// <summary>
/// Writes an export into a history, in the order of its log: what is said last is last here too, and a part of it is how the exported
/// store was at an earlier moment. Used once.
/// </summary>
internal sealed class ExportImporter(MemoryParts parts, ExportReader reader)
{
    private readonly OrderedDictionary<string, MemoryImportItem> _items = new(StringComparer.Ordinal);
    private bool _isOwnSpace;

    public async Task<MemoryImportResult> ImportAsync(CancellationToken cancellationToken)
    {
        await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        TextEmbedder embedder = parts.Embedder;
        _isOwnSpace = reader.Space is { } space
            && string.Equals(space.Model, embedder.Model, StringComparison.Ordinal)
            && space.Dimensions == (embedder.Space?.Dimensions ?? embedder.DeclaredDimensions ?? space.Dimensions);
        while (await reader.ReadChunkAsync(parts.Time.GetUtcNow(), cancellationToken).ConfigureAwait(false) is { } chunk)
        {
            for (int i = 0; i < chunk.Rows.Count; i++)
            {
                chunk.Rows[i] = await parts.Redactor.RedactAsync(chunk.Rows[i], cancellationToken).ConfigureAwait(false);
            }

            // Somebody may write under these ids meanwhile: then they are looked at again.
            for (List<ExportedRow> open = chunk.Rows; open.Count > 0;)
            {
                open = await ImportAsync(open, cancellationToken).ConfigureAwait(false);
            }

            if (chunk.Rejections.Count > 0)
            {
                await parts.History.AddRejectionsAsync(chunk.Rejections, cancellationToken).ConfigureAwait(false);
            }
        }

        return new MemoryImportResult([.. _items.Values]);
    }

    /// <returns>The rows that must be tried again.</returns>
    private async Task<List<ExportedRow>> ImportAsync(List<ExportedRow> rows, CancellationToken cancellationToken)
    {
        IReadOnlySet<string> erased = await ErasedLinks.FindAsync(
            parts.History, rows.Select(row => row.Version.Item), cancellationToken).ConfigureAwait(false);
        rows = rows.ConvertAll(row => row with { Version = row.Version.Without(erased) });
        List<(ExportedRow Row, MemoryWrite Write)> writes = await WritesAsync(rows, cancellationToken).ConfigureAwait(false);
        if (writes.Count == 0)
        {
            return [];
        }

        IReadOnlyList<MemoryWriteResult> results = await parts.Writer.UpdateMemoryAsync(
            [.. writes.Select(write => write.Write)], default, cancellationToken).ConfigureAwait(false);
        List<ExportedRow> again = [];
        HashSet<string> failing = new(StringComparer.Ordinal);
        for (int i = 0; i < results.Count; i++)
        {
            ExportedRow row = writes[i].Row;
            if (results[i].Error is not { } error)
            {
                _items[row.Id] = new MemoryImportItem(row.Id, MemoryImportOutcome.Imported, row.Version.Item.Version, Error: null);
            }
            else if (error is MemoryConflictException)
            {
                // Of a memory of which one row failed, every later one meets another version than it follows.
                again.AddRange(failing.Contains(row.Id) ? [] : writes.Skip(i).Select(write => write.Row).Where(other => string.Equals(other.Id, row.Id, StringComparison.Ordinal)));
                failing.Add(row.Id);
            }
            else
            {
                Fail(row.Id, error);
                failing.Add(row.Id);
            }
        }

        return again;
    }

    /// <summary>Gets what is to be written of rows: those that are not known already, and follow what is.</summary>
    private async Task<List<(ExportedRow Row, MemoryWrite Write)>> WritesAsync(List<ExportedRow> rows, CancellationToken cancellationToken)
    {
        string[] ids = [.. rows.Select(row => row.Id).Where(id => !HasFailed(id)).Distinct(StringComparer.Ordinal)];
        IReadOnlyList<MemoryHead?> heads = await parts.History.GetHeadsAsync(ids, cancellationToken).ConfigureAwait(false);
        Dictionary<string, MemoryHead> known = heads.OfType<MemoryHead>().ToDictionary(head => head.Item.Id, StringComparer.Ordinal);
        Dictionary<(string Id, int Version), HistoryEntry> stored = await StoredAsync(rows, known, cancellationToken).ConfigureAwait(false);
        Dictionary<string, ImportedVersion> latest = new(StringComparer.Ordinal);
        List<(ExportedRow, MemoryWrite)> writes = [];
        foreach (ExportedRow row in rows.Where(row => !HasFailed(row.Id)))
        {
            MemoryItem item = row.Version.Item;
            MemoryHead? head = known.GetValueOrDefault(row.Id);

            // In its place already: what is written has its result later.
            _items.TryAdd(row.Id, new MemoryImportItem(row.Id, MemoryImportOutcome.Unchanged, head?.Item.Version, Error: null));
            if (head is not null && item.Version <= head.Item.Version)
            {
                if (!stored.TryGetValue((row.Id, item.Version), out HistoryEntry? entry) || !row.Version.IsStoredAs(entry.Item, entry.IsDeleted))
                {
                    Fail(row.Id, new MemoryConflictException(row.Id, item.Version - 1, head.Item.Version));
                }

                continue;
            }

            ImportedVersion? previous = latest.GetValueOrDefault(row.Id) ?? (head is null ? null : ImportedVersion.Of(head));
            if (item.Version != (previous?.Item.Version ?? 0) + 1)
            {
                // What it follows is not in the export, or was erased here meanwhile.
                Fail(row.Id, new MemoryConflictException(row.Id, item.Version - 1, previous?.Item.Version ?? 0));
                continue;
            }

            row.RequireAfter(previous);
            latest[row.Id] = row.Version;
            writes.Add((row, new MemoryWrite.Import(row.Version, previous) { Note = row.Note, Embedding = _isOwnSpace ? row.Embedding : null }));
        }

        writes.RemoveAll(write => HasFailed(write.Item1.Id));
        return writes;
    }

    /// <summary>Reads the stored rows of those memories of which the export says what may be known.</summary>
    private async Task<Dictionary<(string Id, int Version), HistoryEntry>> StoredAsync(
        List<ExportedRow> rows, Dictionary<string, MemoryHead> known, CancellationToken cancellationToken)
    {
        HashSet<(string Id, int Version)> asked =
        [
            .. rows.Select(row => (row.Id, row.Version.Item.Version)).Where(row => known.TryGetValue(row.Id, out MemoryHead? head) && row.Version <= head.Item.Version),
        ];
        Dictionary<(string Id, int Version), HistoryEntry> stored = [];
        string[] ids = [.. asked.Select(row => row.Id).Distinct(StringComparer.Ordinal)];
        await foreach (HistoryEntry entry in parts.History.ReadAsync(ids, cancellationToken).ConfigureAwait(false))
        {
            if (asked.Contains((entry.MemoryId, entry.Version)))
            {
                stored.Add((entry.MemoryId, entry.Version), entry);
            }
        }

        return stored;
    }

    private bool HasFailed(string id) => _items.TryGetValue(id, out MemoryImportItem? item) && item.Outcome == MemoryImportOutcome.Failed;

    private void Fail(string id, MemoryException error) =>
        _items[id] = new MemoryImportItem(id, MemoryImportOutcome.Failed, Version: null, error);
}
