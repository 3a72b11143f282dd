using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>An answer that is a file of lines of JSON, to be kept, sent as it is written. It ends early, as a broken connection, where writing fails.</summary>
/// <param name="Name">What a browser calls it.</param>
/// <param name="Write">Writes it.</param>
internal sealed record DashboardFile(string Name, Func<Stream, CancellationToken, Task> Write) : WireReply(Body: null)
{
    protected override Task WriteBodyAsync(HttpContext context)
    {
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{Name}\"";
        return Write(context.Response.Body, context.RequestAborted);
    }
}
