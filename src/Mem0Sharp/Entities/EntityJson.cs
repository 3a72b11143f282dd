using System.Text.Json;

namespace Mem0Sharp;

/// <summary>How entities stand in JSON: a list of objects with a kind, by its name in small letters, and a text.</summary>
internal static class EntityJson
{
    public static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<MemoryEntity> entities)
    {
        writer.WriteStartArray(name);
        foreach (MemoryEntity entity in entities)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", WireNames.Of(entity.Kind));
            writer.WriteString("text", entity.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads entities.</summary>
    /// <returns>Null where the JSON is no list of entities.</returns>
    public static IReadOnlyList<MemoryEntity>? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        List<MemoryEntity> entities = [];
        foreach (JsonElement element in json.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object
                || !element.TryGetProperty("kind", out JsonElement kind)
                || !element.TryGetProperty("text", out JsonElement text)
                || text.ValueKind != JsonValueKind.String
                || KindOf(kind) is not { } known)
            {
                return null;
            }

            entities.Add(new MemoryEntity(known, text.GetString()!));
        }

        return EntityStage.Usable(entities);
    }

    private static MemoryEntityKind? KindOf(JsonElement kind)
    {
        foreach (MemoryEntityKind known in Enum.GetValues<MemoryEntityKind>())
        {
            if (kind.ValueKind == JsonValueKind.String && kind.ValueEquals(WireNames.Of(known)))
            {
                return known;
            }
        }

        return null;
    }
}
