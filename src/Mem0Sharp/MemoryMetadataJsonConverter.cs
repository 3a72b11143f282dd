using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mem0Sharp;

internal sealed class MemoryMetadataJsonConverter : JsonConverter<MemoryMetadata>
{
    public override MemoryMetadata Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MemoryMetadata.From(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, MemoryMetadata value, JsonSerializerOptions options) => value.WriteTo(writer);
}
