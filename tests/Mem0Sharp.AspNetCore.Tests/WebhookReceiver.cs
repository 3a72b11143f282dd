using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>A server on loopback that keeps what it is sent, and answers as it is told to.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _host;

    private WebhookReceiver(WebApplication host) => _host = host;

    public ConcurrentQueue<(string Id, string Timestamp, string Signature, string Body)> Received { get; } = [];

    /// <summary>Gets the answers to come, a status each; after the last it answers 200.</summary>
    public ConcurrentQueue<int> Answers { get; } = [];

    /// <summary>Gets or sets a value indicating whether it takes what it is sent, and does not answer.</summary>
    public bool Hangs { get; set; }

    public string Address => _host.Urls.Single();

    /// <summary>Gets what was told: the kind of change and the text.</summary>
    public IReadOnlyList<(string Event, string? Text)> Told =>
        [.. Received.Select(message => JsonNode.Parse(message.Body)!["event_details"]!).Select(details => ((string)details["event"]!, (string?)details["data"]!["memory"]))];

    public static async Task<WebhookReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebhookReceiver receiver = new(builder.Build());
        receiver._host.MapPost("/hook", receiver.ReceiveAsync);
        receiver._host.MapPost("/elsewhere", context =>
        {
            context.Response.Redirect("/hook", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await receiver._host.StartAsync(ServerFixture.Token);
        return receiver;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        IHeaderDictionary headers = context.Request.Headers;
        Received.Enqueue(((string)headers["webhook-id"]!, (string)headers["webhook-timestamp"]!, (string)headers["webhook-signature"]!, body));
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        context.Response.StatusCode = Answers.TryDequeue(out int status) ? status : StatusCodes.Status200OK;
    }
}
