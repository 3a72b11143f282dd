using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mem0Sharp.Chroma;

/// <summary>How requests are written and answers read: without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CollectionCreation))]
[JsonSerializable(typeof(CollectionChange))]
[JsonSerializable(typeof(CollectionReply))]
[JsonSerializable(typeof(UpsertRequest))]
[JsonSerializable(typeof(DeleteRequest))]
[JsonSerializable(typeof(GetRequest))]
[JsonSerializable(typeof(GetReply))]
[JsonSerializable(typeof(NearestRequest))]
[JsonSerializable(typeof(NearestReply))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ChromaJson : JsonSerializerContext;
