using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace Mem0Sharp.AspNetCore;

/// <summary>Sends messages to webhooks: signed, to the address that was checked and no other, and reads nothing of what comes back. Thread-safe.</summary>
internal sealed class WebhookSender : IDisposable
{
    private readonly IOptionsMonitor<Mem0ServerOptions> _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    public WebhookSender(IOptionsMonitor<Mem0ServerOptions> options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                // A name is looked up once, and who it names is connected to: nobody can answer otherwise in between, nor send us elsewhere.
                ConnectCallback = ConnectAsync,
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                MaxResponseHeadersLength = 16,
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            },
            disposeHandler: true)
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends a change.</summary>
    /// <returns>Null where it was taken; else why not.</returns>
    public async Task<string?> SendAsync(Webhook webhook, HistoryEntry entry, CancellationToken cancellationToken)
    {
        byte[] body = Encoding.UTF8.GetBytes(WebhookEvent.ToJson(entry).ToJsonString());
        DateTimeOffset at = _time.GetUtcNow();
        using HttpRequestMessage message = new(HttpMethod.Post, webhook.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        message.Headers.Add("webhook-id", entry.Id);
        message.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        message.Headers.Add("webhook-signature", WebhookSignature.Of(webhook.Secret, entry.Id, at, body));
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("Mem0Sharp", productVersion: null));
        using CancellationTokenSource limit = new(_options.CurrentValue.Webhooks.Timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpResponseMessage answer = await _client
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? null : ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException exception)
        {
            return exception.GetBaseException() is PrivateAddressException ? "PrivateAddress" : exception.HttpRequestError.ToString();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return nameof(Timeout);
        }
    }

    public void Dispose() => _client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] named = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = _options.CurrentValue.Webhooks.AllowPrivateAddresses ? named : Array.FindAll(named, PublicAddress.Is);
        if (allowed.Length == 0)
        {
            throw new PrivateAddressException();
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class PrivateAddressException() : IOException("The address is none of the internet's.");
}
