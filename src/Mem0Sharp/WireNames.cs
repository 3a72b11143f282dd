using System.Text.Json;

namespace Mem0Sharp;

/// <summary>The names that enums have in JSON and in the history table. They are a format, so they are written out.</summary>
internal static class WireNames
{
    public static string Of(MemoryType type) => type switch
    {
        Mem0Sharp.MemoryType.Semantic => "semantic",
        Mem0Sharp.MemoryType.Episodic => "episodic",
        Mem0Sharp.MemoryType.Procedural => "procedural",
        Mem0Sharp.MemoryType.Emotional => "emotional",
        Mem0Sharp.MemoryType.Reflective => "reflective",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No memory type has this value."),
    };

    public static MemoryType MemoryType(string name) => name switch
    {
        "semantic" => Mem0Sharp.MemoryType.Semantic,
        "episodic" => Mem0Sharp.MemoryType.Episodic,
        "procedural" => Mem0Sharp.MemoryType.Procedural,
        "emotional" => Mem0Sharp.MemoryType.Emotional,
        "reflective" => Mem0Sharp.MemoryType.Reflective,
        _ => throw new JsonException($"'{name}' is no memory type."),
    };

    public static string Of(MemoryEntityKind kind) => kind switch
    {
        MemoryEntityKind.Name => "name",
        MemoryEntityKind.Quote => "quote",
        MemoryEntityKind.Identifier => "identifier",
        MemoryEntityKind.Number => "number",
        MemoryEntityKind.Date => "date",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No kind of entity has this value."),
    };

    public static string Of(MemoryTrust trust) => trust switch
    {
        Mem0Sharp.MemoryTrust.Untrusted => "untrusted",
        Mem0Sharp.MemoryTrust.Standard => "standard",
        Mem0Sharp.MemoryTrust.Trusted => "trusted",
        _ => throw new ArgumentOutOfRangeException(nameof(trust), trust, "No tier has this value."),
    };

    public static MemoryTrust MemoryTrust(string name) => name switch
    {
        "untrusted" => Mem0Sharp.MemoryTrust.Untrusted,
        "standard" => Mem0Sharp.MemoryTrust.Standard,
        "trusted" => Mem0Sharp.MemoryTrust.Trusted,
        _ => throw new JsonException($"'{name}' is no tier of trust."),
    };

    public static string Of(MemoryEvent change) => change switch
    {
        Mem0Sharp.MemoryEvent.Add => "ADD",
        Mem0Sharp.MemoryEvent.Update => "UPDATE",
        Mem0Sharp.MemoryEvent.Delete => "DELETE",
        Mem0Sharp.MemoryEvent.Link => "LINK",
        Mem0Sharp.MemoryEvent.Restore => "RESTORE",
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "No event has this value."),
    };

    public static MemoryEvent MemoryEvent(string name) => name switch
    {
        "ADD" => Mem0Sharp.MemoryEvent.Add,
        "UPDATE" => Mem0Sharp.MemoryEvent.Update,
        "DELETE" => Mem0Sharp.MemoryEvent.Delete,
        "LINK" => Mem0Sharp.MemoryEvent.Link,
        "RESTORE" => Mem0Sharp.MemoryEvent.Restore,
        _ => throw new JsonException($"'{name}' is no event."),
    };
}
