using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Why one write of several failed, as it is recorded with a call. A decision inside a transaction throws no other errors.</summary>
internal static class RecordedError
{
    public static void Write(Utf8JsonWriter writer, string name, MemoryException? error)
    {
        if (error is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString("code", error.ErrorCode);
        switch (error)
        {
            case MemoryConflictException conflict:
                writer.WriteString("id", conflict.MemoryId);
                writer.WriteNumber("expected", conflict.ExpectedVersion);
                writer.WriteNumber("actual", conflict.ActualVersion);
                writer.WriteStartArray("parts");
                foreach (string part in conflict.Parts)
                {
                    writer.WriteStringValue(part);
                }

                writer.WriteEndArray();
                break;
            case EmbeddingSpaceException space:
                Write(writer, "stored", space.Stored);
                Write(writer, "configured", space.Configured);
                break;
            case InsufficientTrustException trust:
                writer.WriteString("id", trust.MemoryId);
                writer.WriteString("required", WireNames.Of(trust.Required));
                writer.WriteString("actual", WireNames.Of(trust.Actual));
                break;
            case MemoryValidationException validation:
                writer.WriteString("parameter", validation.Parameter);
                break;
            default:
                writer.WriteString("id", error.Details.GetValueOrDefault("memory_id") as string);
                break;
        }

        writer.WriteString("message", error.Message);
        writer.WriteString("suggestion", error.Suggestion);
        writer.WriteEndObject();
    }

    public static MemoryException? Read(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out JsonElement error))
        {
            return null;
        }

        string? id = error.TryGetProperty("id", out JsonElement given) ? given.GetString() : null;
        string message = error.GetProperty("message").GetString()!;
        return error.GetProperty("code").GetString() switch
        {
            MemoryErrorCodes.Conflict => new MemoryConflictException(
                id!,
                error.GetProperty("expected").GetInt32(),
                error.GetProperty("actual").GetInt32(),
                [.. error.GetProperty("parts").EnumerateArray().Select(part => part.GetString()!)]),
            MemoryErrorCodes.NotFound => new MemoryNotFoundException(id!),
            MemoryErrorCodes.Immutable => new ImmutableMemoryException(id!),
            MemoryErrorCodes.Trust => new InsufficientTrustException(
                id!,
                WireNames.MemoryTrust(error.GetProperty("required").GetString()!),
                WireNames.MemoryTrust(error.GetProperty("actual").GetString()!)),
            MemoryErrorCodes.Erased => new MemoryErasedException(id!),
            MemoryErrorCodes.EmbeddingSpace => new EmbeddingSpaceException(Space(error, "stored"), Space(error, "configured")),
            MemoryErrorCodes.Validation => new MemoryValidationException(
                error.GetProperty("parameter").GetString()!, message, error.GetProperty("suggestion").GetString()!),
            _ => new MemoryStoreException(message),
        };
    }

    private static void Write(Utf8JsonWriter writer, string name, EmbeddingSpace space)
    {
        writer.WriteStartObject(name);
        writer.WriteString("model", space.Model);
        writer.WriteNumber("dimensions", space.Dimensions);
        writer.WriteEndObject();
    }

    private static EmbeddingSpace Space(JsonElement error, string name)
    {
        JsonElement space = error.GetProperty(name);
        return new EmbeddingSpace(space.GetProperty("model").GetString()!, space.GetProperty("dimensions").GetInt32());
    }
}
