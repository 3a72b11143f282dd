using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>Reads bodies, and writes answers, without reflection. A body has no member that is not known, and no null where there can be none.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict, Converters = [typeof(InstantJsonConverter)], DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MemoryItem))]
[JsonSerializable(typeof(NativeDecision))]
[JsonSerializable(typeof(NativeOwner))]
[JsonSerializable(typeof(NativePatch))]
[JsonSerializable(typeof(NativeProblem))]
[JsonSerializable(typeof(NativeReceipt))]
[JsonSerializable(typeof(NativeRestore))]
[JsonSerializable(typeof(NativeScore))]
[JsonSerializable(typeof(NativeSearch))]
[JsonSerializable(typeof(NativeVerification))]
internal sealed partial class NativeJsonContext : JsonSerializerContext;
