using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.Recorded;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>
/// What Mem0's Python client sends (2.0, and 1.0 where that differs), byte for byte over a socket, judged as the client reads it. The requests are
/// written down from what the client does; the client itself has not been run against this server.
/// </summary>
public sealed class RecordedPythonClientTests
{
    private const string Zero = "00000000-0000-0000-0000-000000000000", OrgAndProject = "org_id=mem0sharp&project_id=mem0sharp";

    [Fact]
    public async Task Client_WithEachOfItsCalls_GetsWhatItReadsOrTheExceptionThatItKnows()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea"), second = await fixture.StoreAsync("Has a cat"), third = await fixture.StoreAsync("Has a dog");

        foreach (Recorded call in (IEnumerable<Recorded>)[.. Reading(id), .. Adding, .. Changing(id, second, third), .. Refused(id), .. Deleting(second)])
        {
            (int status, Dictionary<string, string> headers, string body) = await RawHttp.SendAsync(fixture.Client.BaseAddress!, Request(call, AdminKey), Token);

            // Any error is mapped by its status; what was answered is its message.
            headers["Content-Type"].Should().StartWith("application/json", call.Name);
            JsonNode? answer = JsonNode.Parse(body);
            ExceptionOf(status).Should().Be(call.Raises, "{0}: {1} {2}", call.Name, status, body);
            if (call.Raises.Length == 0)
            {
                call.Invoking(it => it.Reads(answer!)).Should().NotThrow("{0}: {1}", call.Name, body);
            }
            else
            {
                // The client takes "detail" for the message, where there is one, and else the whole of the body.
                (answer is JsonObject { } error && error["detail"] is null or JsonValue).Should().BeTrue(call.Name);
            }
        }
    }

    [Fact]
    public async Task Constructor_WithAnotherKey_RaisesWhatTheServerSays()
    {
        await using ServerFixture fixture = await StartAsync();

        (int status, _, string body) = await RawHttp.SendAsync(fixture.Client.BaseAddress!, Request(Ping, "m0s_wrong"), Token);

        // It reads the JSON before it looks at the status, and makes a ValueError of "detail".
        status.Should().Be(401);
        ((string?)JsonNode.Parse(body)!["detail"]).Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Call_OverTheRate_RaisesWithTheSecondsToWait()
    {
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.RequestsPerMinute = 1;
        });
        (await RawHttp.SendAsync(fixture.Client.BaseAddress!, Request(Ping, AdminKey), Token)).Status.Should().Be(200);

        (int status, Dictionary<string, string> headers, _) = await RawHttp.SendAsync(fixture.Client.BaseAddress!, Request(Ping, AdminKey), Token);

        ExceptionOf(status).Should().Be("RateLimitError");
        int.Parse(headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture).Should().BePositive("the client reads a whole number");
    }

    private static Recorded Ping { get; } = Returns("ping", "GET /v1/ping/", null, static answer =>
    {
        // All three are kept; an organisation without a project would be refused in later calls.
        Is(answer["org_id"]);
        Is(answer["project_id"]);
        Is(answer["user_email"]);
    });

    private static IEnumerable<Recorded> Adding { get; } =
    [
        Returns("add, as it is", "POST /v3/memories/add/", """{"messages":[{"role":"user","content":"Trinkt gern Café ☕"}],"user_id":"alice","metadata":{"source":"chat","n":1},"infer":false}""", static answer =>
            ((string?)answer["results"]![0]!["data"]!["memory"]).Should().Be("Trinkt gern Café ☕")),
        Returns("add, inferred", "POST /v3/memories/add/", """{"messages":[{"role":"user","content":"I moved to Oslo."},{"role":"assistant","content":"Noted."}],"user_id":"bob","agent_id":"coach","run_id":"r1"}""", static answer =>
            ((string?)answer["status"], (string?)answer["event_id"] is { Length: > 0 }).Should().Be(("PENDING", true))),
        Returns("add, with what this server has no use for", "POST /v3/memories/add/", """{"messages":[{"role":"user","content":"Likes rum"}],"user_id":"carl","custom_categories":[{"hobbies":"What he does"}],"enable_graph":true,"includes":"drinks","infer":false}""", static answer =>
            Is(answer["results"]![0]!["id"])),
        Returns("add, 1.0", "POST /v1/memories/", """{"messages":[{"role":"user","content":"Likes chess"}],"user_id":"dora","infer":false,"output_format":"v1.1","org_id":"mem0sharp","project_id":"mem0sharp","version":"v2"}""", static answer =>
            ((string?)answer["results"]![0]!["event"]).Should().Be("ADD")),
    ];

    private static IEnumerable<Recorded> Reading(string id) =>
    [
        Ping,
        Returns("get", $"GET /v1/memories/{id}/", null, answer => ((string?)answer["id"], (string?)answer["memory"], (string?)answer["user_id"]).Should().Be((id, "Likes tea", "alice"))),
        Returns("get, 1.0", $"GET /v1/memories/{id}/?{OrgAndProject}", null, answer => ((string?)answer["id"]).Should().Be(id)),
        Returns("history", $"GET /v1/memories/{id}/history/", null, static answer => ((string?)answer[0]!["event"], (string?)answer[0]!["new_memory"]).Should().Be(("ADD", "Likes tea"))),
        Returns("get_all", "POST /v3/memories/", """{"filters":{"user_id":"alice"}}""", static answer => ((int)answer["count"]!, answer["results"]!.AsArray().Count).Should().Be((3, 3))),
        Returns("get_all, a page", "POST /v3/memories/?page=2&page_size=2", """{"filters":{"AND":[{"user_id":"alice"}]}}""", static answer => (answer["next"], (string?)answer["previous"] is not null, answer["results"]!.AsArray().Count).Should().Be((null, true, 1))),
        Returns("get_all, 1.0", $"GET /v1/memories/?user_id=alice&{OrgAndProject}", null, static answer => answer.AsArray().Should().HaveCount(3)),
        Returns("get_all, 1.0, second form", "POST /v2/memories/", """{"filters":{"user_id":"alice"},"org_id":"mem0sharp","project_id":"mem0sharp"}""", static answer => answer["results"]!.AsArray().Should().HaveCount(3)),
        Returns("search", "POST /v3/memories/search/", """{"query":"tea","filters":{"user_id":"alice"},"top_k":5,"threshold":0.0,"rerank":false}""", static answer => ((double)answer["results"]![0]!["score"]!).Should().BePositive()),
        Returns("search, 1.0", "POST /v1/memories/search/", """{"query":"tea","user_id":"alice","top_k":5,"org_id":"mem0sharp","project_id":"mem0sharp"}""", static answer => ((string?)answer[0]!["memory"]).Should().Be("Likes tea")),
        Returns("search, 1.0, second form", "POST /v2/memories/search/", """{"query":"tea","filters":{"OR":[{"user_id":"alice"},{"agent_id":"coach"}]},"org_id":"mem0sharp","project_id":"mem0sharp"}""", static answer => ((string?)answer[0]!["memory"]).Should().Be("Likes tea")),
        Returns("search, of nobody", "POST /v3/memories/search/", """{"query":"tea","filters":{"user_id":"nobody"}}""", static answer => answer["results"]!.AsArray().Should().BeEmpty()),
        Returns("users", "GET /v1/entities/", null, static answer => ((string?)answer["results"]![0]!["type"], (string?)answer["results"]![0]!["name"]).Should().Be(("user", "alice"))),
    ];

    private static IEnumerable<Recorded> Changing(string id, string second, string third) =>
    [
        Returns("update", $"PUT /v1/memories/{id}/", """{"text":"Likes green tea","metadata":{"source":"mail"}}""", static answer => ((string?)answer["memory"], (string?)answer["metadata"]!["source"]).Should().Be(("Likes green tea", "mail"))),
        Returns("update, its time", $"PUT /v1/memories/{id}/", """{"text":"Likes white tea","timestamp":1740830400}""", static answer => Is(answer["updated_at"])),
        Returns("batch_update", "PUT /v1/batch/", $$$"""{"memories":[{"memory_id":"{{{second}}}","text":"Has a white cat","metadata":{"sure":true}},{"memory_id":"{{{third}}}","metadata":{"sure":false}}]}""", static answer => Is(answer["message"])),
        Returns("get, after it", $"GET /v1/memories/{second}/", null, static answer => ((string?)answer["memory"], (bool)answer["metadata"]!["sure"]!).Should().Be(("Has a white cat", true))),
        Returns("feedback", "POST /v1/feedback/", $$"""{"memory_id":"{{id}}","feedback":"POSITIVE","feedback_reason":null}""", static answer => ((string?)answer["feedback"]).Should().Be("POSITIVE")),
        Returns("feedback, none", "POST /v1/feedback/", $$"""{"memory_id":"{{id}}","feedback":null,"feedback_reason":null}""", static answer => answer["feedback"].Should().BeNull()),
        Returns("batch_delete", "DELETE /v1/batch/", $$"""{"memories":[{"memory_id":"{{third}}"}]}""", static answer => Is(answer["message"])),
        Throws("get, deleted", $"GET /v1/memories/{third}/", null, "MemoryNotFoundError"),
    ];

    private static IEnumerable<Recorded> Refused(string id) =>
    [
        Throws("get, unknown", $"GET /v1/memories/{Zero}/", null, "MemoryNotFoundError"),
        Throws("get, malformed", "GET /v1/memories/not-an-id/", null, "ValidationError"),
        Throws("history, unknown", $"GET /v1/memories/{Zero}/history/", null, "MemoryNotFoundError"),
        Throws("update, unknown", $"PUT /v1/memories/{Zero}/", """{"text":"x"}""", "MemoryNotFoundError"),
        Throws("update, of nothing known", $"PUT /v1/memories/{id}/", """{"colour":"red"}""", "ValidationError"),
        Throws("delete, unknown", $"DELETE /v1/memories/{Zero}/", null, "MemoryNotFoundError"),
        Throws("delete, malformed", "DELETE /v1/memories/not-an-id/", null, "ValidationError"),
        Throws("feedback, unknown", "POST /v1/feedback/", $$"""{"memory_id":"{{Zero}}","feedback":"NEGATIVE","feedback_reason":null}""", "MemoryNotFoundError"),
        Throws("add, for nobody", "POST /v3/memories/add/", """{"messages":[{"role":"user","content":"x"}]}""", "ValidationError"),
        Throws("add, of nothing", "POST /v3/memories/add/", """{"messages":[],"user_id":"alice"}""", "ValidationError"),
        Throws("get_all, without filters", "POST /v3/memories/", "{}", "ValidationError"),
        Throws("search, without filters", "POST /v3/memories/search/", """{"query":"tea"}""", "ValidationError"),
        Throws("batch_update, of nothing", "PUT /v1/batch/", """{"memories":[]}""", "ValidationError"),
        Throws("batch_update, of too many", "PUT /v1/batch/", $$"""{"memories":[{{string.Join(',', Enumerable.Repeat($$"""{"memory_id":"{{Zero}}","text":"x"}""", 1_001))}}]}""", "ValidationError"),
        Throws("batch_delete, unknown", "DELETE /v1/batch/", $$"""{"memories":[{"memory_id":"{{Zero}}"}]}""", "MemoryNotFoundError"),
        Throws("delete_all, for nobody", "DELETE /v1/memories/", null, "ValidationError"),
    ];

    private static IEnumerable<Recorded> Deleting(string id) =>
    [
        Returns("delete", $"DELETE /v1/memories/{id}/", null, static answer => Is(answer["message"])),
        Returns("delete_all, with every argument in the query", $"DELETE /v1/memories/?user_id=carl&reason=gone&{OrgAndProject}", null, static answer => Is(answer["message"])),
        Returns("delete_all, of nobody", "DELETE /v1/memories/?user_id=ann%40example.com", null, static answer => Is(answer["message"])),
        Returns("delete_users, of one", "DELETE /v2/entities/user/dora/", null, static _ => { }),
        Returns("delete_users, 1.0", $"DELETE /v2/entities/user/alice/?{OrgAndProject}", null, static _ => { }),
        Returns("get_all, after it", "POST /v3/memories/", """{"filters":{"user_id":"alice"}}""", static answer => ((int)answer["count"]!, answer["results"]!.AsArray().Count).Should().Be((0, 0))),
    ];

    private static void Is(JsonNode? value) => ((string?)value).Should().NotBeNullOrEmpty();

    /// <summary>Writes a request as httpx does, in its order and with its headers.</summary>
    private static string Request(Recorded call, string key)
    {
#pragma warning disable CA5351 // The client's own: an id to count by.
        string user = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(key)));
#pragma warning restore CA5351
        string head = $"{call.Line} HTTP/1.1\nHost: {{host}}\nAccept: */*\nAccept-Encoding: gzip, deflate\nConnection: keep-alive\nUser-Agent: python-httpx/0.28.1\nAuthorization: Token {key}\nMem0-User-ID: {user}";
        return call.Body is null ? $"{head}\n\n" : $"{head}\nContent-Length: {{length}}\nContent-Type: application/json\n\n{call.Body}";
    }

    /// <summary>Gets what the client raises for a status.</summary>
    private static string ExceptionOf(int status) => status switch
    {
        >= 200 and < 300 => string.Empty,
        400 or 409 or 422 => "ValidationError",
        401 or 403 => "AuthenticationError",
        404 => "MemoryNotFoundError",
        408 or 502 or 503 or 504 => "NetworkError",
        413 => "MemoryQuotaExceededError",
        429 => "RateLimitError",
        _ => "MemoryError",
    };
}
