using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>What writes did, as it is recorded with a call: memories by id and version, never by text.</summary>
internal static class WriteOutcomes
{
    public static HistoryCallOutcome Describe(IReadOnlyList<MemoryWriteResult> results)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartArray();
            foreach (MemoryWriteResult result in results)
            {
                writer.WriteStartObject();
                writer.WriteNumber("outcome", (int)result.Outcome);
                WriteVersion(writer, "item", result.Item);
                writer.WriteBoolean("changed", result.Change is not null);
                RecordedError.Write(writer, "error", result.Error);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return new HistoryCallOutcome(
            Encoding.UTF8.GetString(buffer.WrittenSpan),
            results.Where(result => result.Item is not null).Select(result => result.Item!.Id).ToHashSet(StringComparer.Ordinal));
    }

    public static async Task<IReadOnlyList<MemoryWriteResult>> ReadAsync(
        IHistoryStore history, string description, CancellationToken cancellationToken)
    {
        using JsonDocument json = JsonDocument.Parse(description);
        RecordedVersions versions = await RecordedVersions.ReadAsync(history, json.RootElement, cancellationToken).ConfigureAwait(false);
        return
        [
            .. json.RootElement.EnumerateArray().Select(row =>
            {
                HistoryEntry? entry = versions.Of(row, "item");
                return new MemoryWriteResult(
                    (UpdateOutcome)row.GetProperty("outcome").GetInt32(),
                    entry?.Item,
                    row.GetProperty("changed").GetBoolean() ? entry : null,
                    RecordedError.Read(row, "error"));
            }),
        ];
    }

    /// <summary>Writes which version of which memory is meant; nothing for none.</summary>
    public static void WriteVersion(Utf8JsonWriter writer, string name, MemoryItem? item)
    {
        if (item is not null)
        {
            writer.WriteStartArray(name);
            writer.WriteStringValue(item.Id);
            writer.WriteNumberValue(item.Version);
            writer.WriteEndArray();
        }
    }
}
