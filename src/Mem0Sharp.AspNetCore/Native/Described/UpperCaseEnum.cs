using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>Names as Mem0's history has them: <c>ADD</c>. No numbers.</summary>
internal sealed class UpperCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false)
    where T : struct, Enum;
