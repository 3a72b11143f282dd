using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mem0Sharp;

/// <summary>Writes and reads a <see cref="MemoryFilter"/> as the JSON of <see cref="MemoryFilter.ToJson"/>; reads Mem0's grammar too.</summary>
/// <remarks>Thread-safe. Public so that source-generated serializers outside this assembly can use it; it is on the type already.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MemoryFilterJsonConverter : JsonConverter<MemoryFilter>
{
    /// <inheritdoc/>
    public override MemoryFilter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return MemoryFilter.FromJson(JsonElement.ParseValue(ref reader));
        }
        catch (MemoryValidationException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MemoryFilter value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        value.WriteTo(writer);
    }
}
