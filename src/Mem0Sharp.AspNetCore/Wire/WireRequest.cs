using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Mem0Sharp.AspNetCore;

/// <summary>One request: what it says, and the memory as it may touch it.</summary>
internal sealed class WireRequest(HttpContext context, MemoryGate memory, Mem0ServerOptions settings, JsonObject body)
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public HttpContext Context => context;

    public MemoryGate Memory => memory;

    public Mem0ServerOptions Settings => settings;

    public ServerState State => context.RequestServices.GetRequiredService<ServerState>();

    public TimeProvider Time => context.RequestServices.GetRequiredService<TimeProvider>();

    /// <summary>Gets the body; an empty one where there is none.</summary>
    public JsonObject Body => body;

    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>Reads a body.</summary>
    /// <exception cref="WireException">It is no JSON object.</exception>
    public static async Task<JsonObject> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength == 0 || (request.ContentLength is null && !request.Headers.TransferEncoding.Any(value => value?.Length > 0)
            && !HttpProtocol.IsHttp2(request.Protocol) && !HttpProtocol.IsHttp3(request.Protocol)))
        {
            return [];
        }

        try
        {
            CancellationToken aborted = request.HttpContext.RequestAborted;
            ReadResult begun = await request.BodyReader.ReadAsync(aborted).ConfigureAwait(false);
            bool isEmpty = begun is { IsCompleted: true, Buffer.IsEmpty: true };
            request.BodyReader.AdvanceTo(begun.Buffer.Start);
            if (isEmpty)
            {
                return [];
            }

            // In rented memory: a body that is too long, and goes on for as long as it may, leaves nothing to be collected.
            JsonNode? json = await JsonNode.ParseAsync(
                request.BodyReader.AsStream(leaveOpen: true), documentOptions: Reading, cancellationToken: aborted).ConfigureAwait(false);
            JsonObject body = json as JsonObject ?? throw WireException.Bad("The body must be a JSON object.");
            DecodeNames(body);
            return body;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw WireException.Bad("The body is no JSON.");
        }
    }

    public string Route(string name) => (string)context.Request.RouteValues[name]!;

    /// <summary>Gets a parameter of the query; null where there is none, or it is empty.</summary>
    public string? Query(string name) => context.Request.Query[name] switch
    {
        [{ Length: > 0 } value] => value,
        { Count: > 1 } => throw WireException.Bad($"\"{name}\" stands there twice."),
        _ => null,
    };

    /// <summary>Gets a parameter of the query as often as it stands there.</summary>
    public IReadOnlyList<string> QueryAll(string name) => [.. context.Request.Query[name].OfType<string>()];

    /// <summary>Gets a number of the query.</summary>
    public int QueryNumber(string name, int otherwise, int least, int most) => (int)(QueryNumber(name, least, most) ?? otherwise);

    /// <summary>Gets a number of the query; null where there is none.</summary>
    public long? QueryNumber(string name, long least, long most) => Number(name, Query(name), least, most);

    /// <summary>Gets a number of a header; null where there is none.</summary>
    public long? HeaderNumber(string name, long least, long most) => Number(name, context.Request.Headers[name] switch
    {
        [{ Length: > 0 } value] => value,
        { Count: > 1 } => throw WireException.Bad($"\"{name}\" stands there twice."),
        _ => null,
    }, least, most);

    /// <summary>Reads all names, which else are read when they are asked for: half a surrogate pair in one is an error of the body, not of the route.</summary>
    private static void DecodeNames(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject item:
                foreach ((_, JsonNode? value) in item)
                {
                    DecodeNames(value);
                }

                break;
            case JsonArray array:
                foreach (JsonNode? value in array)
                {
                    DecodeNames(value);
                }

                break;
        }
    }

    private static long? Number(string name, string? text, long least, long most) => text is null
        ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
            ? number
            : throw WireException.Wrong(name, FormattableString.Invariant($"a number from {least} to {most}"));
}
