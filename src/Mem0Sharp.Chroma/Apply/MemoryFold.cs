namespace Mem0Sharp.Chroma;

/// <summary>What becomes of one memory by the changes of a batch, one after the other. Not thread-safe.</summary>
internal sealed class MemoryFold
{
    private readonly RecordKey? _stored;
    private RecordKey? _key;
    private MemoryItem? _item;
    private float[]? _vector;

    public MemoryFold(RecordKey? stored) => (_stored, _key) = (stored, stored);

    /// <summary>Gets the key of the record that a description is compared with; null where there is no memory to be described.</summary>
    public RecordKey? Stored => _stored is { IsDeleted: false } ? _stored : null;

    /// <summary>Gets the record to be written; null where nothing changed.</summary>
    public NewRecord? Record(int dimensions) => _key is { } key && key != _stored ? NewRecord.Of(key, _item, _vector, dimensions) : null;

    /// <summary>Takes note of what the store has.</summary>
    public void Read(StoredRecord record) => (_item, _vector) = (record.Item, record.Vector);

    public void Apply(VectorChange change)
    {
        switch (change)
        {
            case VectorChange.Upsert upsert when IsNewer(upsert) || (upsert.Version == _key?.Version && _key.Value.Kind == RecordKind.Words && upsert.Vector.Length > 0):
                Set(upsert, upsert.Item, upsert.Vector.Length > 0 ? Vectors.Unit(upsert.Vector.Span) : null);
                break;

            case VectorChange.Describe describe when IsNewer(describe):
                bool saysTheSame = _key is { IsDeleted: false } && string.Equals(_item?.Text, describe.Item.Text, StringComparison.Ordinal);
                Set(describe, describe.Item, saysTheSame ? _vector : null);
                break;

            case VectorChange.Delete delete when IsNewer(delete):
                (_key, _item, _vector) = (new RecordKey(delete.Id, delete.Version, RecordKind.Deleted), null, null);
                break;
        }
    }

    private bool IsNewer(VectorChange change) => _key is not { } key || change.Version > key.Version;

    private void Set(VectorChange change, MemoryItem item, float[]? vector) => (_key, _item, _vector) =
        (new RecordKey(change.Id, change.Version, vector is null ? RecordKind.Words : RecordKind.Vector), item, vector);
}
