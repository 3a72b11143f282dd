using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mem0Sharp;

/// <summary>Writes and reads <see cref="MemoryMetadata"/> as a JSON object.</summary>
/// <remarks>Thread-safe. Public so that source-generated serializers outside this assembly can use it; it is on the type already.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MemoryMetadataJsonConverter : JsonConverter<MemoryMetadata>
{
    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MemoryMetadata value, JsonSerializerOptions options) => value.WriteTo(writer);
}
