using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>An answer that goes on, line by line and event by event.</summary>
internal sealed class ServerEvents : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private ServerEvents(HttpResponseMessage response, Stream stream) => (_response, _reader) = (response, new StreamReader(stream));

    /// <summary>Gets the lines that are comments, so far.</summary>
    public int Comments { get; private set; }

    /// <summary>Begins to listen.</summary>
    public static async Task<ServerEvents> OpenAsync(ServerFixture fixture, string path, string? key = null, string? lastEventId = null)
    {
        HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Authorization", $"Token {key ?? AdminKey}");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        HttpResponseMessage response = await fixture.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString()).Should().Be((200, "text/event-stream"));
        return new ServerEvents(response, await response.Content.ReadAsStreamAsync(Token));
    }

    /// <summary>Reads the next event, as the framework's own parser does; null at the end.</summary>
    public async Task<(long Id, string Event, JsonNode Data)?> NextAsync()
    {
        List<string> lines = [];
        while (await _reader.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith(':'))
            {
                Comments++;
            }
            else if (line.Length > 0)
            {
                lines.Add(line);
            }
            else if (lines.Count > 0)
            {
                lines.Should().HaveCount(3, "an id, an event and one line of data");
                using MemoryStream block = new(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n\n"));
                SseParser<string> parser = SseParser.Create(block);
                SseItem<string> item = parser.Enumerate().Single();
                return (long.Parse(parser.LastEventId, CultureInfo.InvariantCulture), item.EventType, JsonNode.Parse(item.Data)!);
            }
        }

        return null;
    }

    /// <summary>Reads up to the next comment.</summary>
    public async Task CommentAsync()
    {
        while (await _reader.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith(':'))
            {
                Comments++;
                return;
            }
        }

        Assert.Fail("The stream ended.");
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
