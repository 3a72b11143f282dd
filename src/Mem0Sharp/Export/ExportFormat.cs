using System.Text.Json;

namespace Mem0Sharp;

/// <summary>The lines of an export, each a JSON object: the first says what it is, the last how many there were.</summary>
/// <remarks>
/// The first: <c>format</c>, <c>version</c> and, unless nothing was ever embedded, <c>embedding_model</c> and
/// <c>embedding_dimensions</c>. Then what is rejected (<c>rejected</c>: <c>scope</c>, <c>value</c>, <c>at</c>), then the rows of the log in
/// their order (<c>event</c>, <c>changed_by</c>, <c>changed_by_role</c>, <c>reason</c>, <c>embedding</c> where the text is new to the
/// memory, <c>memory</c>: the record), then <c>end</c>: <c>rejections</c>, <c>versions</c>.
/// </remarks>
internal static class ExportFormat
{
    public const string Name = "mem0sharp-export";

    public const int Version = 1;

    /// <summary>Most bytes of a line, 64 MiB: more than any memory can have, and few enough to be held.</summary>
    public const int LineBytes = 64 << 20;

    public static void WriteHeader(Utf8JsonWriter writer, EmbeddingSpace? space)
    {
        writer.WriteStartObject();
        writer.WriteString("format", Name);
        writer.WriteNumber("version", Version);
        if (space is not null)
        {
            writer.WriteString("embedding_model", space.Model);
            writer.WriteNumber("embedding_dimensions", space.Dimensions);
        }

        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, Rejection rejection)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("rejected");
        writer.WriteString("scope", rejection.Value.Scope);
        writer.WriteString("value", rejection.Value.Value);
        writer.WriteString("at", rejection.RejectedAt.ToUniversalTime());
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, HistoryEntry row, ReadOnlyMemory<float>? vector)
    {
        writer.WriteStartObject();
        writer.WriteString("event", WireNames.Of(row.Event));
        Write(writer, "changed_by", row.ChangedBy);
        Write(writer, "changed_by_role", row.ChangedByRole);
        Write(writer, "reason", row.Reason);
        if (vector is { } known)
        {
            writer.WriteBase64String("embedding", SqliteRecord.Write(known));
        }

        writer.WritePropertyName("memory");
        MemoryItemJsonConverter.Write(writer, row.Item);
        writer.WriteEndObject();
    }

    public static void WriteEnd(Utf8JsonWriter writer, long rejections, long versions)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("end");
        writer.WriteNumber("rejections", rejections);
        writer.WriteNumber("versions", versions);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
