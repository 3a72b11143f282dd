using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>How what the server keeps is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(Webhook))]
[JsonSerializable(typeof(MemoryView))]
internal sealed partial class StateJson : JsonSerializerContext;
