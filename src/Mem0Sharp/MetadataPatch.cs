using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp;

/// <summary>What a patch does to the metadata: merge into it, replace it, or clear it.</summary>
/// <remarks>
/// Immutable; it copies the object it is made from. A <see cref="JsonObject"/> converts to a merge. Merging follows RFC 7396: null
/// removes a key, an object merges into an object, anything else replaces.
/// </remarks>
public sealed class MetadataPatch
{
    private readonly JsonElement _json;
    private readonly bool _merges;

    private MetadataPatch(JsonElement json, bool merges)
    {
        _json = json;
        _merges = merges;
    }

    /// <summary>Gets the patch that removes all metadata.</summary>
    public static MetadataPatch Clear { get; } = new(JsonElement.Parse("{}"), merges: false);

    /// <summary>Gets what it merges or puts in place, as it was given.</summary>
    internal JsonElement Json => _json;

    /// <summary>Gets a value indicating whether it merges into what is there.</summary>
    internal bool Merges => _merges;

    /// <summary>Gets all that it says.</summary>
    internal string Fingerprint => (_merges ? "merge " : "replace ") + _json.GetRawText();

    /// <summary>Makes the patch that merges an object into the metadata.</summary>
    /// <param name="patch">The merge patch.</param>
    public static implicit operator MetadataPatch(JsonObject patch) => Merge(patch);

    /// <summary>Makes the patch that merges an object into the metadata, as RFC 7396 says.</summary>
    /// <param name="patch">An object; a null in it removes the key.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="MemoryValidationException">It is too large or too deep, holds a number that JSON cannot say, or a key twice.</exception>
    public static MetadataPatch Merge(JsonObject patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return new MetadataPatch(MetadataJson.Read(patch, nameof(patch)), merges: true);
    }

    /// <summary>Makes the patch that sets the metadata to exactly this object; a null in it is stored as null.</summary>
    /// <param name="metadata">The new metadata.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="MemoryValidationException">It is too large or too deep, holds a number that JSON cannot say, or a key twice.</exception>
    public static MetadataPatch Replace(JsonObject metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return new MetadataPatch(MetadataJson.Read(metadata, nameof(metadata)), merges: false);
    }

    /// <summary>Takes JSON that was checked before.</summary>
    internal static MetadataPatch FromChecked(JsonElement json, bool merges) => new(json, merges);

    /// <exception cref="MemoryValidationException">The result would be too large or too deep.</exception>
    internal MemoryMetadata Apply(MemoryMetadata current)
    {
        if (!_merges)
        {
            return MemoryMetadata.FromChecked(_json);
        }

        JsonObject target = current.ToJsonObject();
        MergeInto(target, _json);
        return MemoryMetadata.From(target);
    }

    private static void MergeInto(JsonObject target, JsonElement patch)
    {
        foreach (JsonProperty property in patch.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                target.Remove(property.Name);
            }
            else if (property.Value.ValueKind == JsonValueKind.Object)
            {
                if (target[property.Name] is not JsonObject inner)
                {
                    // A new object is merged too, not copied: the nulls in it must not be stored.
                    inner = [];
                    target[property.Name] = inner;
                }

                MergeInto(inner, property.Value);
            }
            else
            {
                target[property.Name] = property.Value.ValueKind == JsonValueKind.Array
                    ? JsonArray.Create(property.Value)
                    : JsonValue.Create(property.Value);
            }
        }
    }
}
