namespace Mem0Sharp.Chroma;

/// <summary>A record that was read: a memory and, where it was asked for and there is one, its vector.</summary>
internal sealed record StoredRecord(RecordKey Key, MemoryItem Item, float[]? Vector);
