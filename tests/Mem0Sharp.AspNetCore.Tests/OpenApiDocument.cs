using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The document that the sample server serves, and what holds answers to it.</summary>
internal sealed class OpenApiDocument(JsonObject json)
{
    public JsonObject Json => json;

    /// <summary>Gets the members that were seen of each schema with a name.</summary>
    public Dictionary<string, HashSet<string>> Seen { get; } = new(StringComparer.Ordinal);

    public static async Task<OpenApiDocument> FetchAsync()
    {
        await using SampleServer server = await SampleServer.StartAsync("Development", Token);
        using HttpClient client = new();
        return new OpenApiDocument((await client.GetFromJsonAsync<JsonObject>($"{server.Address}/openapi/v1.json", Token))!);
    }

    public JsonObject Schema(string name) => json["components"]!["schemas"]![name]!.AsObject();

    public JsonObject? Operation(string method, string path) => json["paths"]?[path]?[method.ToLowerInvariant()]?.AsObject();

    /// <summary>Finds what is wrong with an answer: a status or a kind that is not named, or JSON that its schema does not allow.</summary>
    public IReadOnlyList<string> Problems(string method, string path, int status, string? mediaType, JsonNode? body)
    {
        JsonNode? response = Operation(method, path)?["responses"]?[$"{status}"];
        if (response is null)
        {
            return [$"{method} {path} has no answer {status}."];
        }

        return response["content"]?[mediaType ?? string.Empty]?["schema"] is { } schema
            ? [.. Problems(body, schema, "$")]
            : body is null ? [] : [$"{method} {path} {status} has no {mediaType}."];
    }

    /// <summary>Finds what is wrong with JSON: a member that the schema does not name, one that it requires and is not there, a value of another kind.</summary>
    public IEnumerable<string> Problems(JsonNode? value, JsonNode schema, string at, string? name = null)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            string target = reference["#/components/schemas/".Length..];
            return Problems(value, Schema(target), at, target);
        }

        if (schema["oneOf"] is JsonArray alternatives)
        {
            return alternatives.Select(one => Problems(value, one!, at).ToList()).MinBy(problems => problems.Count)!;
        }

        if (schema["enum"] is JsonArray allowed)
        {
            return allowed.Any(one => JsonNode.DeepEquals(one, value)) ? [] : [$"{at} is none of {name}."];
        }

        string[] types = schema["type"] switch
        {
            JsonArray several => [.. several.Select(type => (string)type!)],
            JsonValue one => [(string)one!],
            _ => [],
        };
        return !types.Any(type => Is(value, type)) ? [$"{at} is no {string.Join(" or ", types)}."]
            : value is JsonArray array ? array.SelectMany((item, i) => Problems(item, schema["items"]!, $"{at}[{i}]"))
            : value is JsonObject item && schema["properties"] is JsonObject properties ? Members(item, schema, properties, at, name)
            : [];
    }

    private IEnumerable<string> Members(JsonObject item, JsonNode schema, JsonObject properties, string at, string? name)
    {
        if (name is not null)
        {
            if (!Seen.TryGetValue(name, out HashSet<string>? seen))
            {
                Seen[name] = seen = new HashSet<string>(StringComparer.Ordinal);
            }

            seen.UnionWith(item.Select(member => member.Key));
        }

        return
        [
            .. (schema["required"]?.AsArray() ?? []).Select(member => (string)member!).Where(member => !item.ContainsKey(member)).Select(member => $"{at}.{member} is missing."),
            .. item.Where(member => !properties.ContainsKey(member.Key)).Select(member => $"{at}.{member.Key} is not named."),
            .. item.Where(member => properties.ContainsKey(member.Key)).SelectMany(member => Problems(member.Value, properties[member.Key]!, $"{at}.{member.Key}")),
        ];
    }

    private static bool Is(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null, type) switch
    {
        (JsonValueKind.Null, "null") or (JsonValueKind.String, "string") or (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array")
            or (JsonValueKind.True or JsonValueKind.False, "boolean") or (JsonValueKind.Number, "number") => true,
        (JsonValueKind.Number, "integer") => value!.AsValue().TryGetValue(out long _),
        _ => false,
    };
}
