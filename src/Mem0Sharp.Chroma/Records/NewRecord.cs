using System.Text;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>A record to be written.</summary>
internal sealed record NewRecord(RecordKey Key, JsonObject Fields, string? Document, float[] Vector)
{
    /// <summary>Makes the record of a memory.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="item">The memory; null where it was deleted: nothing of it is kept then but its id and the version.</param>
    /// <param name="vector">Its vector; null where it has none.</param>
    /// <param name="dimensions">The collection's.</param>
    public static NewRecord Of(RecordKey key, MemoryItem? item, float[]? vector, int dimensions) => new(
        key,
        item is null ? RecordFields.Of(key) : RecordFields.Of(key, item),
        item is null ? null : Encoding.UTF8.GetString(HistoryRecord.Write(item)),
        vector ?? Vectors.Placeholder(key.Id, dimensions));
}
