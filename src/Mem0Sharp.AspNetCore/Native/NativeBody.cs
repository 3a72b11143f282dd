using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mem0Sharp.AspNetCore;

/// <summary>Bodies of requests, read as what they are described as.</summary>
internal static class NativeBody
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="WireException">It has a member that there is not, lacks one, or one is not of its kind. The message quotes nothing of it.</exception>
    public static T Read<T>(WireRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        string[] known = [.. type.Properties.Select(member => member.Name)];
        if (request.Body.Any(member => !known.Contains(member.Key, StringComparer.Ordinal)))
        {
            throw WireException.Bad($"The body has a member that there is not. Known are {string.Join(", ", known)}.");
        }

        if (type.Properties.FirstOrDefault(member => member.IsRequired && !request.Body.ContainsKey(member.Name)) is { } missing)
        {
            throw WireException.Bad($"\"{missing.Name}\" is required.");
        }

        foreach (JsonPropertyInfo member in type.Properties.Where(member => member.IsRequired && request.Body[member.Name] is null))
        {
            throw WireException.Bad($"\"{member.Name}\" must not be null.");
        }

        try
        {
            return JsonSerializer.Deserialize(request.Body, type)!;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Of the path only what is the route's own: what comes below it may be the caller's.
            string? wrong = known.FirstOrDefault(name => (exception as JsonException)?.Path?.StartsWith($"$.{name}", StringComparison.Ordinal) == true);
            throw WireException.Bad(wrong is null ? "A member of the body is not what it must be." : $"\"{wrong}\" is not what it must be.");
        }
    }

    /// <summary>Reads whose memories are meant. A null is refused: left out by mistake, it would mean more than was meant.</summary>
    /// <exception cref="WireException">It names nobody, or one is null.</exception>
    public static MemoryScope ReadOwner(WireRequest request)
    {
        NativeOwner owner = Read(request, NativeJsonContext.Default.NativeOwner);
        return request.Body.Any(member => member.Value is null)
            ? throw WireException.Bad("An id must not be null: leave it out, or name one.")
            : WireScope.Of(owner.UserId, owner.AgentId, owner.RunId, owner.AppId) ?? throw WireScope.Nobody();
    }
}
