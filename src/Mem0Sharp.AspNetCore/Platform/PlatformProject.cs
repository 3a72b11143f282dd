using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>The settings of the platform's project: for administrators. Its instructions are those of every add that brings none of its own.</summary>
internal static class PlatformProject
{
    public const string Pattern = "/api/v1/orgs/organizations/{organization}/projects/{project}/";

    private const string CustomInstructions = "custom_instructions", AgentCustomInstructions = "agent_custom_instructions";

    private static readonly string[] Texts = ["name", CustomInstructions, AgentCustomInstructions];

    // Kept and given back, so that clients that set them work: they change nothing.
    private static readonly string[] Others =
    [
        "description", "custom_categories", "multilingual", "decay", "memory_depth", "version", "retrieval_criteria", "enable_graph", "usecase_setting",
        "inclusion_prompt", "exclusion_prompt",
    ];

    public static Task<WireReply> GetAsync(WireRequest request)
    {
        if (Refusal(request) is { } refusal)
        {
            return Task.FromResult(refusal);
        }

        JsonObject project = Read(request);
        if (request.QueryAll("fields") is { Count: > 0 } fields)
        {
            project = new JsonObject(project.Where(member => fields.Contains(member.Key, StringComparer.Ordinal))
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        }

        return Task.FromResult<WireReply>(project);
    }

    public static Task<WireReply> UpdateAsync(WireRequest request)
    {
        if (Refusal(request) is { } refusal)
        {
            return Task.FromResult(refusal);
        }

        foreach (string name in Texts)
        {
            if (Field.Text(request.Body, name) is { Length: > MemoryLimits.InstructionsLength })
            {
                throw WireException.Wrong(name, FormattableString.Invariant($"a text of at most {MemoryLimits.InstructionsLength} characters"));
            }
        }

        JsonObject changes = new(request.Body.Where(member => Texts.Concat(Others).Contains(member.Key, StringComparer.Ordinal))
            .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        if (changes.Count == 0)
        {
            throw WireException.Bad("Give at least one of " + string.Join(", ", [.. Texts, .. Others]) + ".");
        }

        request.State.Change(ServerState.Projects, request.Settings.ProjectId, before =>
        {
            JsonObject after = before?.DeepClone().AsObject() ?? [];
            foreach ((string name, JsonNode? value) in changes)
            {
                after[name] = value?.DeepClone();
            }

            return Encoding.UTF8.GetByteCount(after.ToJsonString()) <= MemoryLimits.MetadataBytes
                ? after
                : throw WireException.Bad(FormattableString.Invariant($"A project's settings can have at most {MemoryLimits.MetadataBytes} bytes."));
        });
        JsonObject reply = WireRoutes.Message("Project updated successfully");
        string[] ignored = [.. request.Body.Select(member => member.Key).Where(name => !changes.ContainsKey(name))];
        if (ignored.Length > 0)
        {
            reply["ignored"] = WireJson.Of(ignored);
        }

        return Task.FromResult<WireReply>(reply);
    }

    /// <summary>Gets what an add is told to look for: by its own body, else by the project. An agent's memories have instructions of their own.</summary>
    public static string? InstructionsOf(WireRequest request, MemoryScope scope)
    {
        JsonObject? project = request.State.Find(ServerState.Projects, request.Settings.ProjectId);
        bool isAgents = scope.AgentId is not null && scope.UserId is null;
        return (isAgents ? In(request.Body, AgentCustomInstructions) : null) ?? In(request.Body, CustomInstructions)
            ?? (isAgents ? In(project, AgentCustomInstructions) : null) ?? In(project, CustomInstructions);

        static string? In(JsonObject? json, string name) =>
            json is not null && Field.Text(json, name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }

    /// <summary>Says why a request has no project: it is for administrators, and there is one.</summary>
    public static WireReply? Refusal(WireRequest request)
    {
        _ = request.Memory.Everything;
        return Is("project", request.Settings.ProjectId) && Is("organization", request.Settings.OrganizationId)
            ? null
            : new WireReply(WireRoutes.Message("Project not found"), StatusCodes.Status404NotFound);

        bool Is(string part, string id) =>
            !request.Context.Request.RouteValues.TryGetValue(part, out object? named) || string.Equals((string?)named, id, StringComparison.Ordinal);
    }

    private static JsonObject Read(WireRequest request)
    {
        JsonObject project = new() { ["id"] = request.Settings.ProjectId, ["name"] = request.Settings.ProjectId };
        foreach (string name in Texts.Concat(Others).Except(["name"], StringComparer.Ordinal))
        {
            project[name] = null;
        }

        foreach ((string name, JsonNode? value) in request.State.Find(ServerState.Projects, request.Settings.ProjectId) ?? [])
        {
            project[name] = value?.DeepClone();
        }

        return project;
    }
}
