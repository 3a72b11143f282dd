using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Mem0Sharp.Tests.Samples;

/// <summary>A model's server on this machine: records each request and answers it as it is told.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<LoopbackRequest, LoopbackAnswer> _answer;
    private readonly ConcurrentQueue<LoopbackRequest> _requests = new();
    private readonly Task _serving;

    /// <param name="answer">Makes the status and the body of the answer.</param>
    public LoopbackServer(Func<LoopbackRequest, LoopbackAnswer> answer)
    {
        _answer = answer;
        (_listener, Address) = Listen();

        // Not on the test's own context, where it would take turns with other tests.
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>Gets where it listens, without a slash at the end.</summary>
    public string Address { get; }

    public IReadOnlyList<LoopbackRequest> Requests => [.. _requests];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    // A free port is found by asking for any; another process may take it before the listener does.
    private static (HttpListener Listener, string Address) Listen()
    {
        for (int attempt = 1; ; attempt++)
        {
            using TcpListener probe = new(IPAddress.Loopback, 0);
            probe.Start();
            string address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            HttpListener listener = new();
            listener.Prefixes.Add($"{address}/");
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return; // closed
            }

            using StreamReader reader = new(context.Request.InputStream);
            LoopbackRequest request = new(
                context.Request.Url!.AbsolutePath,
                context.Request.Headers.AllKeys.ToDictionary(key => key!, key => context.Request.Headers[key]!, StringComparer.OrdinalIgnoreCase),
                JsonElement.Parse(await reader.ReadToEndAsync()));
            _requests.Enqueue(request);
            LoopbackAnswer answer = _answer(request);
            if (answer.IsNeverSent)
            {
                continue;
            }

            try
            {
                await SendAsync(context.Response, answer);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The client hung up, or the test is over.
            }
        }
    }

    private static async Task SendAsync(HttpListenerResponse response, LoopbackAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = "application/json";
        if (answer.RetryAfterSeconds is { } seconds)
        {
            response.Headers["Retry-After"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        byte[] body = System.Text.Encoding.UTF8.GetBytes(answer.Json);
        if (!answer.IsCutOff)
        {
            response.Close(body, willBlock: true);
            return;
        }

        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body.AsMemory(0, body.Length / 2));
        await response.OutputStream.FlushAsync();
        response.Abort();
    }
}
