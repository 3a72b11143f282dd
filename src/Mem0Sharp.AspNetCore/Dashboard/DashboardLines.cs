using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>An answer of many lines of JSON, each sent as soon as it is there. It ends early, as a broken connection, where reading fails.</summary>
/// <param name="Lines">The lines.</param>
internal sealed record DashboardLines(IAsyncEnumerable<JsonNode> Lines) : WireReply(Body: null)
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    protected override async Task WriteBodyAsync(HttpContext context)
    {
        context.Response.ContentType = "application/x-ndjson";
        await foreach (JsonNode line in Lines.WithCancellation(context.RequestAborted).ConfigureAwait(false))
        {
            using (Utf8JsonWriter writer = new(context.Response.BodyWriter, Writing))
            {
                line.WriteTo(writer);
            }

            await context.Response.BodyWriter.WriteAsync(LineEnd, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
