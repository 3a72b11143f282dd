using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>Reads an instant with an offset, never in the zone of this machine.</summary>
internal sealed class InstantJsonConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return MemoryTimestamp.Parse(reader.GetString()!).Instant;
        }
        catch (Exception exception) when (exception is MemoryValidationException or InvalidOperationException)
        {
            throw new JsonException();
        }
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
