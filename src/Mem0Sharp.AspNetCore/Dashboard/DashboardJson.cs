using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>What the page is told besides memories and their history.</summary>
internal static class DashboardJson
{
    public static JsonObject Of(MemoryHealthReport report) => new()
    {
        ["status"] = Of(report.Status),
        ["checks"] = WireJson.ArrayOf(report.Checks.Select(check => new JsonObject
        {
            ["name"] = check.Name,
            ["status"] = Of(check.Status),
            ["description"] = check.Description,
        })),
    };

    /// <summary>Names a value as JSON does: "in_doubt".</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Reads a value by the name that JSON has for it; null where there is none.</summary>
    /// <exception cref="WireException">It is none of the names.</exception>
    public static T? Find<T>(JsonObject json, string name)
        where T : struct, Enum => Named<T>(name, Field.Text(json, name));

    /// <summary>Gets the value that has a name; null where there is none.</summary>
    /// <exception cref="WireException">It is none of the names.</exception>
    public static T? Named<T>(string name, string? text)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(Of(value), text, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return text is null ? null : throw WireException.Wrong(name, $"one of {string.Join(", ", Enum.GetValues<T>().Select(Of))}");
    }

    public static JsonObject Of(MemoryScope scope) => new()
    {
        ["user_id"] = scope.UserId,
        ["agent_id"] = scope.AgentId,
        ["run_id"] = scope.RunId,
        ["app_id"] = scope.AppId,
    };

    public static JsonObject Of(MemoryException error) => new()
    {
        ["code"] = error.ErrorCode,
        ["message"] = $"{error.Message} {error.Suggestion}",
    };
}
