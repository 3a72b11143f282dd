namespace Mem0Sharp.Tests.Apply.Linearizability;

/// <summary>What there is to be seen of one memory, as a sequential specification has it.</summary>
/// <param name="IsThere">False when it was deleted.</param>
/// <param name="Version">Its version.</param>
/// <param name="Left">The metadata value of the key "left", or null.</param>
/// <param name="Right">The metadata value of the key "right", or null.</param>
internal readonly record struct ObservedState(bool IsThere, int Version, string? Left, string? Right)
{
    public static ObservedState New { get; } = new(IsThere: true, Version: 1, Left: null, Right: null);

    public static ObservedState Of(MemoryItem item) => new(IsThere: true, item.Version, Value(item, "left"), Value(item, "right"));

    /// <summary>Writes down what a caller sees.</summary>
    /// <returns>For instance "v3 a b".</returns>
    public override string ToString() => IsThere ? $"v{Version} {Left} {Right}" : "none";

    private static string? Value(MemoryItem item, string key) =>
        item.Metadata.TryGetValue(key, out System.Text.Json.JsonElement value) ? value.GetString() : null;
}
