using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Faults;

/// <summary>One connection to the server, on which one request follows the other.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly ServerTally _tally;

    public ServerClient(Uri address, string key, ServerTally tally, HttpMessageHandler? handler = null)
    {
        _http = new HttpClient(handler ?? new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", key);
        _tally = tally;
    }

    /// <summary>Sends a request, and never gives it up: what is acknowledged must be known at the end.</summary>
    /// <returns>The answer; null where it is another than was expected, which is a problem then.</returns>
    public async Task<JsonNode?> SendAsync(string method, string path, JsonObject? body = null, int expected = 200, string kind = "other")
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path)
        {
            Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        long started = Stopwatch.GetTimestamp();
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, CancellationToken.None);
            string text = await response.Content.ReadAsStringAsync(CancellationToken.None);
            _tally.Answer(kind, Stopwatch.GetElapsedTime(started));
            if ((int)response.StatusCode == expected)
            {
                return JsonNode.Parse(text);
            }

            _tally.Problem($"{method} was answered with {(int)response.StatusCode}, not {expected}: {text}");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            _tally.Problem($"{method} was not answered: {exception.GetType().Name}, {exception.Message}");
        }

        return null;
    }

    public void Dispose() => _http.Dispose();
}
