using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>What a record can be found by, and the conditions that find it. Chroma's metadata are single values.</summary>
internal static class RecordFields
{
    private const string Memory = "memory";
    private const string Kind = "kind";
    private const string User = "user";
    private const string App = "app";
    private const string Trust = "trust";
    private const string Expires = "expires";

    /// <summary>Gets the metadata of a memory's record.</summary>
    public static JsonObject Of(RecordKey key, MemoryItem item)
    {
        JsonObject fields = Of(key);
        fields[Trust] = (int)item.Trust;
        fields[Expires] = item.ExpiresAt?.UtcTicks ?? long.MaxValue;
        if (item.Scope.UserId is { } user)
        {
            fields[User] = user;
        }

        if (item.Scope.AppId is { } app)
        {
            fields[App] = app;
        }

        foreach (string agent in item.LinkedAgentIds.Append(item.Scope.AgentId).OfType<string>())
        {
            fields[Agent(agent)] = true;
        }

        foreach (string run in item.LinkedRunIds.Append(item.Scope.RunId).OfType<string>())
        {
            fields[Run(run)] = true;
        }

        return fields;
    }

    /// <summary>Gets the metadata of the record of a deletion, which nothing but the id is left in.</summary>
    public static JsonObject Of(RecordKey key) => new() { [Memory] = key.MemoryId, [Kind] = (int)key.Kind };

    public static IEnumerable<JsonObject> WithinScope(MemoryScope scope) => new[]
    {
        scope.UserId is { } user ? new JsonObject { [User] = user } : null,
        scope.AppId is { } app ? new JsonObject { [App] = app } : null,
        scope.AgentId is { } agent ? new JsonObject { [Agent(agent)] = true } : null,
        scope.RunId is { } run ? new JsonObject { [Run(run)] = true } : null,
    }.OfType<JsonObject>();

    public static JsonObject HasVector() => new() { [Kind] = (int)RecordKind.Vector };

    public static JsonObject IsThere() => new() { [Kind] = new JsonObject { ["$lt"] = (int)RecordKind.Deleted } };

    public static JsonObject AtLeast(MemoryTrust trust) => new() { [Trust] = new JsonObject { ["$gte"] = (int)trust } };

    public static JsonObject ActiveAt(DateTimeOffset instant) => new() { [Expires] = new JsonObject { ["$gt"] = instant.UtcTicks } };

    /// <param name="memoryIds">At least one.</param>
    public static JsonObject Among(IEnumerable<string> memoryIds) =>
        new() { [Memory] = new JsonObject { ["$in"] = new JsonArray([.. memoryIds.Select(id => JsonValue.Create(id))]) } };

    /// <summary>Gets the condition that all of some hold.</summary>
    public static JsonObject All(IReadOnlyList<JsonObject> conditions) =>
        conditions is [var one] ? one : new JsonObject { ["$and"] = new JsonArray([.. conditions]) };

    private static string Agent(string id) => $"agent:{Short(id)}";

    private static string Run(string id) => $"run:{Short(id)}";

    // A field's name holds no id of any length and of any characters. What it finds is compared with the scope itself afterwards.
    private static string Short(string id) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));
}
