using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp;

/// <summary>Turns JSON that a caller gave into JSON that can be stored, or says why it cannot.</summary>
internal static class MetadataJson
{
    private static readonly JsonWriterOptions Writing = new() { MaxDepth = MemoryLimits.MetadataDepth };
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MemoryLimits.MetadataDepth, AllowDuplicateProperties = false };

    public static JsonElement Read(JsonObject json, string parameter)
    {
        try
        {
            using MemoryStream buffer = new();
            using (Utf8JsonWriter writer = new(buffer, Writing))
            {
                json.WriteTo(writer);
            }

            if (buffer.Length > MemoryLimits.MetadataBytes)
            {
                throw new MemoryValidationException(
                    parameter,
                    $"The metadata has {buffer.Length} bytes as JSON; the limit is {MemoryLimits.MetadataBytes}.",
                    "Keep large values elsewhere and store a reference.");
            }

            // After writing, which ends where it is too deep.
            RequireWellFormed(json, parameter);
            using JsonDocument document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), Reading);
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or JsonException or NotSupportedException)
        {
            // Not the inner message: it may quote the value.
            throw new MemoryValidationException(
                parameter,
                "The metadata cannot be written as JSON (a number that is not finite, a value of an unknown type, a key given twice, "
                + $"half a surrogate pair, or more than {MemoryLimits.MetadataDepth} levels).",
                "Use strings, finite numbers, booleans, arrays and objects.");
        }
    }

    /// <summary>Refuses half a surrogate pair, for which the writer silently puts another character.</summary>
    private static void RequireWellFormed(JsonNode? node, string parameter)
    {
        switch (node)
        {
            case JsonObject json:
                foreach ((string key, JsonNode? value) in json)
                {
                    Validate.WellFormed(key, parameter);
                    RequireWellFormed(value, parameter);
                }

                break;
            case JsonArray array:
                foreach (JsonNode? value in array)
                {
                    RequireWellFormed(value, parameter);
                }

                break;
            case JsonValue value when value.TryGetValue(out string? text):
                Validate.WellFormed(text, parameter);
                break;
            default:
                break;
        }
    }
}
