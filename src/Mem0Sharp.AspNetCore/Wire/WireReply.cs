using System.Net.ServerSentEvents;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>What a route answers: JSON, whatever the status, since clients read it; or what writes itself.</summary>
/// <param name="Body">The JSON; null is "null".</param>
/// <param name="Status">The HTTP status.</param>
internal record WireReply(JsonNode? Body, int Status = StatusCodes.Status200OK)
{
    // Read as JSON, never as a page: what is not ASCII needs no escape.
    protected static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Gets what kind of JSON it is.</summary>
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>Gets the entity tag of what is answered, in its quotes; null for none.</summary>
    public string? ETag { get; init; }

    public static implicit operator WireReply(JsonNode body) => new(body);

    /// <summary>Makes an answer that goes on for as long as the events do, the caller listens and the host runs.</summary>
    /// <param name="events">The events. They are asked for with a token that ends them.</param>
    public static WireReply Stream(IAsyncEnumerable<SseItem<JsonNode>> events) => new EventStream(events);

    /// <summary>Writes the whole answer.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (ETag is not null)
        {
            context.Response.Headers.ETag = ETag;
        }

        return WriteBodyAsync(context);
    }

    protected virtual async Task WriteBodyAsync(HttpContext context)
    {
        context.Response.ContentType = ContentType;
        using (Utf8JsonWriter writer = new(context.Response.BodyWriter, Writing))
        {
            if (Body is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                Body.WriteTo(writer);
            }
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
