using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Mem0Sharp.AspNetCore;

/// <summary>What the host works with, for administrators: it can be read, and is set where the host is set up.</summary>
internal static class OpenSourceConfiguration
{
    public static Task<WireReply> GetAsync(WireRequest request)
    {
        Memory memory = request.Memory.Everything;
        ChatClientMetadata? model = request.Context.RequestServices.GetService<IChatClient>()?.GetService<ChatClientMetadata>();
        return Task.FromResult<WireReply>(new JsonObject
        {
            ["version"] = "v1.1",
            ["vector_store"] = new JsonObject { ["provider"] = "mem0sharp" },
            ["llm"] = model is null ? null : Of(model.ProviderName, model.DefaultModelId),
            ["embedder"] = Of(provider: null, memory.EmbeddingModel),
        });
    }

    public static Task<WireReply> SetAsync(WireRequest request)
    {
        _ = request.Memory.Everything;
        throw new WireException(StatusCodes.Status501NotImplemented, "The models and the store are the host's own: change its configuration, and start it again.");
    }

    private static JsonObject Of(string? provider, string? model) => new()
    {
        ["provider"] = provider,
        ["config"] = new JsonObject { ["model"] = model },
    };
}
