using System.Text.Json;

namespace Mem0Sharp;

/// <summary>The versions of memories that a recorded outcome speaks of, read from the history in one go.</summary>
internal sealed class RecordedVersions
{
    private readonly Dictionary<(string Id, int Version), HistoryEntry> _entries = [];

    private RecordedVersions()
    {
    }

    public static async Task<RecordedVersions> ReadAsync(IHistoryStore history, JsonElement outcome, CancellationToken cancellationToken)
    {
        HashSet<(string Id, int Version)> wanted = [];
        Collect(outcome, wanted);
        RecordedVersions versions = new();
        string[] ids = [.. wanted.Select(version => version.Id).Distinct(StringComparer.Ordinal)];
        await foreach (HistoryEntry entry in history.ReadAsync(ids, cancellationToken).ConfigureAwait(false))
        {
            if (wanted.Contains((entry.MemoryId, entry.Version)))
            {
                versions._entries[(entry.MemoryId, entry.Version)] = entry;
            }
        }

        return versions;
    }

    /// <summary>Gets the row that a member names; null when it names none.</summary>
    public HistoryEntry? Of(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement version) ? Of(version) : null;

    public HistoryEntry? Of(JsonElement version) =>
        Version(version) is { } named && _entries.TryGetValue(named, out HistoryEntry? entry) ? entry : null;

    private static void Collect(JsonElement json, HashSet<(string Id, int Version)> versions)
    {
        if (Version(json) is { } named)
        {
            versions.Add(named);
        }
        else if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement element in json.EnumerateArray())
            {
                Collect(element, versions);
            }
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in json.EnumerateObject())
            {
                Collect(property.Value, versions);
            }
        }
    }

    private static (string Id, int Version)? Version(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array
        && json.GetArrayLength() == 2
        && json[0].ValueKind == JsonValueKind.String
        && json[1].ValueKind == JsonValueKind.Number
            ? (json[0].GetString()!, json[1].GetInt32())
            : null;
}
