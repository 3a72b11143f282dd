using System.Text;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>A path into metadata: keys with a dot between them, a backslash before a dot or backslash that belongs to a key.</summary>
internal static class FilterPath
{
    private const char Between = '.', Escape = '\\';

    /// <exception cref="MemoryValidationException">It is no path, or deeper than metadata can be.</exception>
    public static string[] Read(string path, string place)
    {
        Validate.WellFormed(path, place);
        List<string> keys = [];
        StringBuilder key = new();
        for (int at = 0; at < path.Length; at++)
        {
            if (path[at] == Escape && at + 1 < path.Length && path[at + 1] is Between or Escape)
            {
                key.Append(path[++at]);
            }
            else if (path[at] == Between)
            {
                keys.Add(key.ToString());
                key.Clear();
            }
            else
            {
                key.Append(path[at]);
            }
        }

        keys.Add(key.ToString());
        return keys.Count <= MemoryLimits.MetadataDepth && keys.TrueForAll(part => part.Length > 0)
            ? [.. keys]
            : throw new MemoryValidationException(
                place,
                keys.Count > MemoryLimits.MetadataDepth ? $"The path has {keys.Count} keys." : "The path has an empty key.",
                $"Give 1 to {MemoryLimits.MetadataDepth} keys with a dot between them, and a backslash before a dot that belongs to a key.");
    }

    public static string Write(string[] keys) => string.Join(
        Between, keys.Select(key => key.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(".", @"\.", StringComparison.Ordinal)));

    /// <summary>Tells whether one of the values at the end of a path passes a test. Metadata is not deep, nor is this.</summary>
    public static bool Any<TState>(JsonElement json, ReadOnlySpan<string> path, TState state, Func<MemoryFilterValue, TState, bool> test)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement element in json.EnumerateArray())
            {
                if (Any(element, path, state, test))
                {
                    return true;
                }
            }

            return false;
        }

        if (!path.IsEmpty)
        {
            return json.ValueKind == JsonValueKind.Object
                && json.TryGetProperty(path[0], out JsonElement inner)
                && Any(inner, path[1..], state, test);
        }

        return json.ValueKind switch
        {
            JsonValueKind.String => test(((MemoryFilterValue)json.GetString()!).AsInstant(), state),
            JsonValueKind.Number => test(MemoryFilterValue.OfNumber(json), state),
            JsonValueKind.True => test(true, state),
            JsonValueKind.False => test(false, state),
            JsonValueKind.Object => test(MemoryFilterValue.Structure, state),
            _ => false,
        };
    }
}
