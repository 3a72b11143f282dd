using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace Mem0Sharp.AspNetCore;

/// <summary>An answer that goes on, as Server-Sent Events: until they end, the caller goes, its access changes, or the host stops.</summary>
/// <param name="Events">The events: one line of JSON each.</param>
internal sealed record EventStream(IAsyncEnumerable<SseItem<JsonNode>> Events) : WireReply(Body: null)
{
    public const string Type = "text/event-stream";

    /// <summary>So often a comment is sent, which shows that the other end is there, and is looked whether the caller may still listen.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    /// <summary>Tells whether a caller takes events rather than an answer that ends.</summary>
    public static bool IsWanted(HttpRequest request) => request.GetTypedHeaders().Accept
        .Where(type => type.Quality is not 0 && (Is(type, Type) || Is(type, "application/json")))
        .OrderByDescending(type => type.Quality ?? 1)
        .FirstOrDefault() is { } best && Is(best, Type);

    protected override async Task WriteBodyAsync(HttpContext context)
    {
        CancellationToken stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = Type;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx keeps what it passes on until there is much of it
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await SendAsync(context, end).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            // It ends as a whole answer does: the caller asks again, from the last event on.
        }
    }

    private async Task SendAsync(HttpContext context, CancellationTokenSource end)
    {
        TimeProvider time = context.RequestServices.GetRequiredService<TimeProvider>();
        Stream body = context.Response.Body;
        IAsyncEnumerator<SseItem<JsonNode>> events = Events.GetAsyncEnumerator(end.Token);
        Task<bool> next = events.MoveNextAsync().AsTask();
        try
        {
            // The caller learns at once that it listens, however long nothing happens.
            await body.WriteAsync(Comment, end.Token).ConfigureAwait(false);
            await body.FlushAsync(end.Token).ConfigureAwait(false);
            Task beat = Task.Delay(Heartbeat, time, end.Token);
            while (true)
            {
                // The beat before the events: of a log that never ends, too, a caller without access hears no more.
                if (await Task.WhenAny(beat, next).ConfigureAwait(false) == beat)
                {
                    await beat.ConfigureAwait(false);
                    if (!await MayListenAsync(context).ConfigureAwait(false))
                    {
                        return;
                    }

                    await body.WriteAsync(Comment, end.Token).ConfigureAwait(false);
                    beat = Task.Delay(Heartbeat, time, end.Token);
                }
                else if (await next.ConfigureAwait(false))
                {
                    await SseFormatter.WriteAsync(AsyncEnumerable.Repeat(events.Current, 1), body, Format, end.Token).ConfigureAwait(false);
                    next = events.MoveNextAsync().AsTask();
                }
                else
                {
                    return;
                }

                await body.FlushAsync(end.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            // An enumerator must not be disposed while it moves.
            await end.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await events.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Tells whether the caller may touch what it could when it asked: a key may have ended meanwhile, or been taken away.</summary>
    private static async ValueTask<bool> MayListenAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<AccessResolver>().ResolveAsync(context).ConfigureAwait(false) is { } now
        && context.Features.Get<Mem0Access>() is { } then
        && Equals(now.Scope, then.Scope);

    private static bool Is(MediaTypeHeaderValue type, string name) => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static void Format(SseItem<JsonNode> item, System.Buffers.IBufferWriter<byte> destination)
    {
        using Utf8JsonWriter writer = new(destination, Writing);
        item.Data.WriteTo(writer);
    }
}
