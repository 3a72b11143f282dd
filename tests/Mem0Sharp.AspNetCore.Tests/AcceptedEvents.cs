using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>Adds until the server is gone, and remembers what was accepted.</summary>
internal sealed class AcceptedEvents
{
    private readonly ConcurrentQueue<(string Id, string User, string Text)> _accepted = [];

    /// <summary>Adds for a user, one after the other, until no server answers.</summary>
    public async Task WriteAsync(HttpClient client, string user, CancellationToken cancellationToken)
    {
        for (int number = 1; ; number++)
        {
            string text = $"I own boat number {number}";
            try
            {
                using HttpResponseMessage answer = await client.PostAsJsonAsync("/v3/memories/add/", new { user_id = user, messages = text }, cancellationToken);
                JsonNode reply = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
                ((int)answer.StatusCode, (string?)reply["status"]).Should().Be((200, "PENDING"));
                _accepted.Enqueue(((string)reply["event_id"]!, user, text));
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    public async Task UntilAsync(int count, CancellationToken cancellationToken)
    {
        while (_accepted.Count < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
        }
    }

    /// <summary>Asks another server over the same file what became of each.</summary>
    /// <returns>What is wrong.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(HttpClient client, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        foreach ((string id, string user, string text) in _accepted)
        {
            JsonNode call = await GetAsync(client, $"/v1/event/{id}/", cancellationToken);
            for (; (string?)call["status"] is "PENDING" or "RUNNING"; call = await GetAsync(client, $"/v1/event/{id}/", cancellationToken))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }

            string[] made = [.. call["results"]!.AsArray().Select(result => (string)result!["data"]!["memory"]!)];
            if ((string?)call["status"] is not "SUCCEEDED" || made.Length != 1 || !made[0].EndsWith(text[text.LastIndexOf(' ')..], StringComparison.Ordinal))
            {
                problems.Add($"{user}, {text} {call.ToJsonString()}");
            }
        }

        foreach (IGrouping<string, (string Id, string User, string Text)> user in _accepted.GroupBy(item => item.User, StringComparer.Ordinal))
        {
            JsonNode page = await GetAsync(client, $"/v1/memories/?user_id={user.Key}&page_size=200", cancellationToken);
            string[] texts = [.. page.AsArray().Select(item => (string)item!["memory"]!)];
            problems.AddRange(texts.GroupBy(text => text, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"{user.Key}: {same.Key} twice"));
            if (texts.Length < Math.Min(200, user.Count()))
            {
                problems.Add($"{user.Key} has {texts.Length} memories of {user.Count()}");
            }
        }

        return problems;
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path, CancellationToken cancellationToken) =>
        JsonNode.Parse(await client.GetStringAsync(path, cancellationToken))!;
}
