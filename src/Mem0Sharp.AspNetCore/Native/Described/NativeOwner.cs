using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>Whose memories are meant: at least one id.</summary>
internal sealed record NativeOwner
{
    [JsonPropertyName("user_id"), Description("The user.")]
    public string? UserId { get; init; }

    [JsonPropertyName("agent_id"), Description("The agent.")]
    public string? AgentId { get; init; }

    [JsonPropertyName("run_id"), Description("The run.")]
    public string? RunId { get; init; }

    [JsonPropertyName("app_id"), Description("The application.")]
    public string? AppId { get; init; }
}
