using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>An answer without a body.</summary>
internal sealed record EmptyReply(int Status) : WireReply(Body: null, Status)
{
    protected override Task WriteBodyAsync(HttpContext context) => Task.CompletedTask;
}
