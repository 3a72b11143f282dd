using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mem0Sharp;

internal sealed class MemoryMetadataJsonConverter : JsonConverter<MemoryMetadata>
{
    public override MemoryMetadata Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return MemoryMetadata.From(JsonElement.ParseValue(ref reader));
        }
        catch (MemoryValidationException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, MemoryMetadata value, JsonSerializerOptions options) => value.WriteTo(writer);
}
