using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Mem0Sharp;

/// <summary>A memory's metadata: a JSON object, by top-level key.</summary>
/// <remarks>
/// Immutable and thread-safe; it shares nothing with the object it was made from. Numbers keep the digits they were given.
/// Equal when the JSON values are equal, whatever the order of the keys.
/// </remarks>
[JsonConverter(typeof(MemoryMetadataJsonConverter))]
public sealed class MemoryMetadata : IReadOnlyDictionary<string, JsonElement>, IEquatable<MemoryMetadata>
{
    private readonly JsonElement _json;

    private MemoryMetadata(JsonElement json) => _json = json;

    /// <summary>Gets the metadata without any key.</summary>
    public static MemoryMetadata Empty { get; } = new(JsonElement.Parse("{}"));

    /// <summary>Gets the number of top-level keys.</summary>
    public int Count => _json.GetPropertyCount();

    /// <summary>Gets the top-level keys, in the order in which they were first set.</summary>
    public IEnumerable<string> Keys => _json.EnumerateObject().Select(property => property.Name);

    /// <summary>Gets the values, in the order of <see cref="Keys"/>.</summary>
    public IEnumerable<JsonElement> Values => _json.EnumerateObject().Select(property => property.Value);

    /// <summary>Gets the value of a top-level key.</summary>
    /// <param name="key">The key, compared ordinally.</param>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public JsonElement this[string key] => _json.GetProperty(key);

    /// <summary>Takes a copy of a JSON object.</summary>
    /// <param name="json">An object within <see cref="MemoryLimits.MetadataBytes"/> and <see cref="MemoryLimits.MetadataDepth"/>.</param>
    /// <returns>The metadata.</returns>
    /// <exception cref="MemoryValidationException">It is too large or too deep, holds a number that JSON cannot say, or a key twice.</exception>
    public static MemoryMetadata From(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new MemoryMetadata(MetadataJson.Read(json, nameof(json)));
    }

    /// <summary>Takes a copy of a JSON value that is an object.</summary>
    /// <param name="json">An object within <see cref="MemoryLimits.MetadataBytes"/> and <see cref="MemoryLimits.MetadataDepth"/>.</param>
    /// <returns>The metadata.</returns>
    /// <exception cref="MemoryValidationException">It is no object, too large or too deep, or holds a key twice.</exception>
    public static MemoryMetadata From(JsonElement json) => FromChecked(
        json.ValueKind == JsonValueKind.Object ? MetadataJson.Read(JsonObject.Create(json)!, nameof(json)) : json);

    /// <summary>Takes JSON that was checked before, as what stands in the history was.</summary>
    /// <exception cref="MemoryValidationException">It is no object.</exception>
    internal static MemoryMetadata FromChecked(JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? new MemoryMetadata(json)
        : throw new MemoryValidationException(nameof(json), "Metadata must be a JSON object.", "Wrap the value in an object.");

    /// <summary>Makes a JSON object of it that the caller may change.</summary>
    /// <returns>A copy.</returns>
    public JsonObject ToJsonObject() => JsonObject.Create(_json.Clone())!.DeepClone().AsObject();

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _json.TryGetProperty(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out JsonElement value) => _json.TryGetProperty(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() =>
        _json.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value)).GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(MemoryMetadata? other) => other is not null && JsonElement.DeepEquals(_json, other._json);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MemoryMetadata);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <summary>Returns the number of keys, never keys or values: they may be private.</summary>
    /// <returns>For instance "MemoryMetadata (3 keys)".</returns>
    public override string ToString() => $"MemoryMetadata ({Count} keys)";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void WriteTo(Utf8JsonWriter writer) => _json.WriteTo(writer);
}
