using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>
/// The three calls that Microsoft Agent Framework's <c>Mem0Provider</c> makes, byte for byte over a socket, judged as it reads them. The requests are
/// written down from what it does; it has not been run against this server.
/// </summary>
public sealed class RecordedMem0ProviderTests
{
    private const string Ids = "\"app_id\":\"desk\",\"agent_id\":\"coach\",\"run_id\":\"thread-1\",\"user_id\":\"alice\"";

    [Fact]
    public async Task Provider_ThatKeepsWhatWasSaid_FindsItAndClearsIt()
    {
        await using ServerFixture fixture = await StartAsync();
        fixture.Chat.Reply("""{"facts":[{"text":"Alice likes tea","messages":[0]}]}""").Reply("""{"facts":[]}""");

        foreach (string message in (string[])["""{"content":"I like tea","role":"user"}""", """{"content":"Noted.","role":"assistant"}"""])
        {
            (int status, _) = await SendAsync(fixture, "POST /v1/memories/", $$"""{{{Ids}},"messages":[{{message}}]}""");
            status.Should().BeInRange(200, 299, "it throws on anything else");
        }

        while (await FoundAsync(fixture) is [])
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }

        Found found = (await FoundAsync(fixture)).Should().ContainSingle().Which;
        (found.Memory, found.UserId, found.AppId, found.AgentId, found.SessionId).Should().Be(("Alice likes tea", "alice", "desk", "coach", "thread-1"));
        (found.Id.Length, found.Hash.Length, found.Score > 0, found.CreatedAt > DateTime.MinValue).Should().Be((36, 32, true, true));

        (await SendAsync(fixture, "DELETE /v1/memories/?app_id=desk&agent_id=coach&run_id=thread-1&user_id=alice")).Status.Should().Be(200);
        (await FoundAsync(fixture)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"user_id\":\"alice\"")]
    [InlineData("\"agent_id\":\"coach\"")]
    [InlineData("\"run_id\":\"thread-1\"")]
    [InlineData("\"app_id\":\"desk\"")]
    public async Task Provider_ThatNamesOnlyOne_IsAnswered(string id)
    {
        await using ServerFixture fixture = await StartAsync();
        fixture.Chat.Reply("""{"facts":[]}""");

        (await SendAsync(fixture, "POST /v1/memories/", $$"""{{{id}},"messages":[{"content":"I like tea","role":"user"}]}""")).Status.Should().Be(200);
        (int status, string body) = await SendAsync(fixture, "POST /v1/memories/search/", $$"""{{{id}},"query":"tea"}""");

        (status, body).Should().Be((200, "[]"), "nothing found is a bare array too");
        (await SendAsync(fixture, $"DELETE /v1/memories/?{id.Replace("\":\"", "=", StringComparison.Ordinal).Trim('"')}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Provider_WithASystemMessage_IsNotRefusedAndKeepsNothing()
    {
        await using ServerFixture fixture = await StartAsync();
        string said = $$"""{{{Ids}},"messages":[{"content":"Answer briefly.","role":"system"}]}""";

        (int status, string body) = await SendAsync(fixture, "POST /v1/memories/", said);
        (int openSource, _) = await SendAsync(fixture, "POST /memories", said);

        (status, openSource).Should().Be((200, 200), "it sends each message by itself, and an error keeps it from sending the rest: {0}", body);
        fixture.Chat.Requests.Should().BeEmpty();
        (await fixture.SendAsync("GET", "/v1/entities/")).Body["results"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Provider_WithAnotherKeyOrNoQuestion_Throws()
    {
        await using ServerFixture fixture = await StartAsync();

        (await SendAsync(fixture, "POST /v1/memories/", $$"""{{{Ids}},"messages":[{"content":"x","role":"user"}]}""", "m0s_wrong")).Status.Should().Be(401);
        (await SendAsync(fixture, "POST /v1/memories/search/", $$"""{{{Ids}},"query":""}""")).Status.Should().Be(400);
        (await SendAsync(fixture, "POST /v1/memories/", """{"messages":[{"content":"x","role":"user"}]}""")).Status.Should().Be(400);
        (await SendAsync(fixture, "DELETE /v1/memories/?")).Status.Should().Be(400);
        (await fixture.SendAsync("GET", "/v1/entities/")).Body["results"]!.AsArray().Should().BeEmpty();
    }

    private static async Task<Found[]> FoundAsync(ServerFixture fixture)
    {
        (int status, string body) = await SendAsync(fixture, "POST /v1/memories/search/", $$"""{{{Ids}},"query":"What does she like?\nAnything hot?"}""");
        status.Should().Be(200, body);
        return JsonSerializer.Deserialize<Found[]>(body)!;
    }

    private static async Task<(int Status, string Body)> SendAsync(ServerFixture fixture, string line, string? body = null, string? key = null)
    {
        string head = $"{line} HTTP/1.1\nHost: {{host}}\nAuthorization: Token {key ?? AdminKey}";
        (int status, Dictionary<string, string> headers, string answer) = await RawHttp.SendAsync(
            fixture.Client.BaseAddress!,
            body is null ? $"{head}\n\n" : $"{head}\nContent-Type: application/json; charset=utf-8\nContent-Length: {{length}}\n\n{body}",
            Token);
        headers["Content-Type"].Should().StartWith("application/json");
        return (status, answer);
    }

    /// <summary>What it makes of each memory found: a member of another kind throws.</summary>
    private sealed record Found(
        [property: JsonPropertyName("id")] string Id,
        [property: JsonPropertyName("memory")] string Memory,
        [property: JsonPropertyName("hash")] string Hash,
        [property: JsonPropertyName("metadata")] JsonObject? Metadata,
        [property: JsonPropertyName("score")] double Score,
        [property: JsonPropertyName("created_at")] DateTime CreatedAt,
        [property: JsonPropertyName("updated_at")] DateTime? UpdatedAt,
        [property: JsonPropertyName("user_id")] string UserId,
        [property: JsonPropertyName("app_id")] string? AppId,
        [property: JsonPropertyName("agent_id")] string AgentId,
        [property: JsonPropertyName("session_id")] string SessionId);
}
