using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>What is wrong, as RFC 9457 has it. What is null is left out.</summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record NativeProblem
{
    [JsonPropertyName("type"), Description("What kind of problem it is: a URN that ends with the code.")]
    public required string Type { get; init; }

    [JsonPropertyName("title"), Description("The kind in words.")]
    public required string Title { get; init; }

    [JsonPropertyName("status"), Description("The HTTP status.")]
    public required int Status { get; init; }

    [JsonPropertyName("detail"), Description("What is wrong with this request, without what it says.")]
    public required string Detail { get; init; }

    [JsonPropertyName("code"), Description("A stable code for programs.")]
    public required string Code { get; init; }

    [JsonPropertyName("request_id"), Description("The id of the request, as in X-Request-ID.")]
    public required string RequestId { get; init; }

    [JsonPropertyName("current_version"), Description("The version that the memory has, where If-Match names another (412).")]
    public int? CurrentVersion { get; init; }
}
