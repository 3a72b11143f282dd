using System.Globalization;
using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>Who the caller is to the platform's clients, and who has memories.</summary>
internal static class PlatformAccount
{
    private const string Name = "mem0sharp";

    public static Task<WireReply> PingAsync(WireRequest request) => Task.FromResult<WireReply>(new JsonObject
    {
        ["status"] = "ok",
        ["org_id"] = request.Settings.OrganizationId,
        ["project_id"] = request.Settings.ProjectId,
        ["user_email"] = Name,
    });

    public static async Task<WireReply> EntitiesAsync(WireRequest request)
    {
        (int page, int size) = PlatformReading.Page(request);
        IReadOnlyList<MemoryOwner> owners = await request.Memory.GetOwnersAsync(request.Aborted).ConfigureAwait(false);
        JsonObject json = PlatformReading.PageOf(
            request, owners.Count, page, size, owners.Skip((page - 1) * size).Take(size).Select(JsonNode (owner) => Of(owner)));
        json["total_users"] = Count(MemoryOwnerKind.User);
        json["total_agents"] = Count(MemoryOwnerKind.Agent);
        json["total_apps"] = Count(MemoryOwnerKind.App);
        json["total_runs"] = Count(MemoryOwnerKind.Run);
        return json;

        int Count(MemoryOwnerKind kind) => owners.Count(owner => owner.Kind == kind);
    }

    public static async Task<WireReply> DeleteEntityAsync(WireRequest request)
    {
        int deleted = await request.Memory.For(WireScope.OfEntity(request)).DeleteAllAsync(cancellationToken: request.Aborted).ConfigureAwait(false);
        return WireRoutes.Message(string.Create(CultureInfo.InvariantCulture, $"Entity deleted with {deleted} memories."));
    }

    private static JsonObject Of(MemoryOwner owner)
    {
        JsonObject json = WireJson.Of(owner);
        (json["name"], json["owner"], json["metadata"]) = (owner.Id, Name, null);
        return json;
    }
}
