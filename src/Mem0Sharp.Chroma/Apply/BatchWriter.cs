namespace Mem0Sharp.Chroma;

/// <summary>
/// Brings a batch of changes into a collection. What is new is written first, and what it replaces is deleted then: at no moment is a memory
/// missing that should be there. Stopped anywhere, the same batch again completes it.
/// </summary>
internal sealed class BatchWriter(RecordTable records)
{
    public async Task WriteAsync(IReadOnlyList<VectorChange> changes, CancellationToken cancellationToken)
    {
        string[] ids = [.. changes.Select(change => change.Id).Distinct(StringComparer.Ordinal)];
        Dictionary<string, RecordKey> stored = await records.NewestAsync(ids, cancellationToken).ConfigureAwait(false);
        Dictionary<string, MemoryFold> folds = ids.ToDictionary(
            id => id, id => new MemoryFold(stored.TryGetValue(id, out RecordKey key) ? key : null), StringComparer.Ordinal);
        await ReadDescribedAsync(changes, folds, cancellationToken).ConfigureAwait(false);
        foreach (VectorChange change in changes)
        {
            folds[change.Id].Apply(change);
        }

        NewRecord[] written = [.. folds.Values.Select(fold => fold.Record(records.Dimensions)).OfType<NewRecord>()];
        await records.WriteAsync(written, cancellationToken).ConfigureAwait(false);

        // Looked at after the write, and of all that the batch names: of what was replaced by it, of what a batch before it that was stopped left
        // behind, and of its own where another host, meanwhile, wrote what is newer.
        List<RecordKey> keys = await records.KeysOfAsync(ids, cancellationToken).ConfigureAwait(false);
        ILookup<string, RecordKey> versions = keys.ToLookup(key => key.MemoryId, StringComparer.Ordinal);
        await records.DeleteAsync(versions.SelectMany(Replaced), cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<RecordKey> Replaced(IGrouping<string, RecordKey> versions) =>
        versions.Where(key => versions.Any(other => other.IsNewerThan(key)));

    /// <summary>Reads the texts and vectors of memories that are described anew: their vectors stay theirs.</summary>
    private async Task ReadDescribedAsync(
        IReadOnlyList<VectorChange> changes, Dictionary<string, MemoryFold> folds, CancellationToken cancellationToken)
    {
        RecordKey[] described =
        [
            .. changes.OfType<VectorChange.Describe>().Select(describe => folds[describe.Id].Stored).OfType<RecordKey>().Distinct(),
        ];
        await foreach (StoredRecord record in records.ReadAsync(described, vectors: true, cancellationToken).ConfigureAwait(false))
        {
            folds[record.Key.MemoryId].Read(record);
        }
    }
}
