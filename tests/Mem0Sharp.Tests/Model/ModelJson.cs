using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Model;

/// <summary>Merges JSON, once as RFC 7396 has it and once three ways.</summary>
internal static class ModelJson
{
    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>Merges as the appendix of RFC 7396 has it, line by line.</summary>
    public static JsonNode? MergePatch(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        JsonObject result = target as JsonObject ?? [];
        foreach ((string name, JsonNode? value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = MergePatch(result[name], value);
            }
        }

        return result;
    }

    /// <summary>Brings what changed from <paramref name="start"/> to <paramref name="ours"/> into <paramref name="theirs"/>, in place.</summary>
    /// <returns>Whether no key was changed by both to something different.</returns>
    public static bool TryMerge(JsonObject start, JsonObject ours, JsonObject theirs)
    {
        bool isMerged = true;
        foreach (string key in ours.Select(pair => pair.Key).Union(start.Select(pair => pair.Key), StringComparer.Ordinal).ToArray())
        {
            if (IsSame(ours, start, key) || IsSame(ours, theirs, key))
            {
                continue;
            }

            if (!IsSame(theirs, start, key))
            {
                isMerged &= ours[key] is JsonObject mine && theirs[key] is JsonObject others
                    && TryMerge(start[key] as JsonObject ?? [], mine, others);
            }
            else if (ours.ContainsKey(key))
            {
                theirs[key] = ours[key]?.DeepClone();
            }
            else
            {
                theirs.Remove(key);
            }
        }

        return isMerged;
    }

    /// <summary>Tells whether two objects have the same for a key. A key with null is not no key.</summary>
    private static bool IsSame(JsonObject a, JsonObject b, string key) =>
        a.ContainsKey(key) == b.ContainsKey(key) && JsonNode.DeepEquals(a[key], b[key]);
}
