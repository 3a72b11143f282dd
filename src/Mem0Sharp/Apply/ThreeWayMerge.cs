using System.Text.Json.Nodes;

namespace Mem0Sharp;

/// <summary>Puts two changes of one memory together, each part from the side that changed it.</summary>
/// <remarks>
/// Tags and links are merged one by one and never conflict: what this side added is added, what it removed is removed. Where both gave a
/// link another strength, the greater one stays.
/// </remarks>
internal sealed class ThreeWayMerge
{
    private readonly List<string> _conflicts = [];

    private ThreeWayMerge()
    {
    }

    /// <summary>Merges a change that was made for an older version into the newest.</summary>
    /// <param name="start">The version that the change was made for.</param>
    /// <param name="ours">That version after the change.</param>
    /// <param name="theirs">The newest version.</param>
    /// <param name="conflicts">The parts that both sides changed to something different: "text", "metadata.city", "expires_at".</param>
    /// <returns>The newest version with the change, without the conflicting parts.</returns>
    public static MemoryItem Merge(MemoryItem start, MemoryItem ours, MemoryItem theirs, out IReadOnlyList<string> conflicts)
    {
        ThreeWayMerge merge = new();
        MemoryItem merged = theirs with
        {
            Text = merge.Pick("text", start.Text, ours.Text, theirs.Text),
            Metadata = MemoryMetadata.From(merge.Objects("metadata", start.Metadata.ToJsonObject(), ours.Metadata.ToJsonObject(), theirs.Metadata.ToJsonObject())),
            Tags = Validate.Tags(
                theirs.Tags
                    .Except(start.Tags.Except(ours.Tags, StringComparer.Ordinal), StringComparer.Ordinal)
                    .Concat(ours.Tags.Except(start.Tags, StringComparer.Ordinal)),
                "tags"),
            Links = LinkMerge.ThreeWay(start.Links, ours.Links, theirs.Links),
            ExpiresAt = merge.Pick("expires_at", start.ExpiresAt, ours.ExpiresAt, theirs.ExpiresAt),
            ValidFrom = merge.Pick("valid_from", start.ValidFrom, ours.ValidFrom, theirs.ValidFrom),
            ValidTo = merge.Pick("valid_to", start.ValidTo, ours.ValidTo, theirs.ValidTo),
            IsImmutable = ours.IsImmutable || theirs.IsImmutable,

            // The tier goes with the text.
            Trust = string.Equals(ours.Text, start.Text, StringComparison.Ordinal) && ours.Trust == start.Trust ? theirs.Trust : ours.Trust,
        };
        conflicts = merge._conflicts;
        return merged;
    }

    private T Pick<T>(string part, T start, T ours, T theirs)
    {
        EqualityComparer<T> equality = EqualityComparer<T>.Default;
        if (equality.Equals(ours, start) || equality.Equals(ours, theirs))
        {
            return theirs;
        }

        if (!equality.Equals(theirs, start))
        {
            _conflicts.Add(part);
        }

        return ours;
    }

    private JsonObject Objects(string path, JsonObject start, JsonObject ours, JsonObject theirs)
    {
        JsonObject merged = [];
        foreach (string key in theirs.Select(pair => pair.Key).Concat(ours.Select(pair => pair.Key)).Distinct(StringComparer.Ordinal))
        {
            if (Value($"{path}.{key}", Part(start, key), Part(ours, key), Part(theirs, key)) is { } part)
            {
                merged[key] = part.Value?.DeepClone();
            }
        }

        return merged;
    }

    /// <returns>The part's value, or null when the key is gone.</returns>
    private JsonPart? Value(string path, JsonPart? start, JsonPart? ours, JsonPart? theirs)
    {
        if (JsonPart.AreEqual(ours, start) || JsonPart.AreEqual(ours, theirs))
        {
            return theirs;
        }

        if (JsonPart.AreEqual(theirs, start))
        {
            return ours;
        }

        if (ours?.Value is JsonObject mine && theirs?.Value is JsonObject others)
        {
            return new JsonPart(Objects(path, start?.Value as JsonObject ?? [], mine, others));
        }

        _conflicts.Add(path);
        return theirs;
    }

    private static JsonPart? Part(JsonObject json, string key) =>
        json.TryGetPropertyValue(key, out JsonNode? value) ? new JsonPart(value) : null;

    /// <summary>A key's value, which may be null; as opposed to no key.</summary>
    private sealed record JsonPart(JsonNode? Value)
    {
        public static bool AreEqual(JsonPart? a, JsonPart? b) =>
            a is null || b is null ? a is null && b is null : JsonNode.DeepEquals(a.Value, b.Value);
    }
}
