using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>Names as the library's JSON has them: <c>use_known</c>. No numbers.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
