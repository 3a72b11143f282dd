using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>Writes memories without reflection.</summary>
[JsonSerializable(typeof(MemoryItem))]
internal sealed partial class NativeJsonContext : JsonSerializerContext;
