using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>What is too much, or no request at all, is refused with JSON; and nothing that is said gets into a log.</summary>
public sealed class LimitsTests
{
    private const string Secret = "zanzibar";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_ThatIsTooLarge_IsRefused(bool saysItsLength)
    {
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.MaxRequestBodyBytes = 1_024;
        });
        using HttpRequestMessage request = new(HttpMethod.Post, "/v3/memories/add/")
        {
            Content = new StringContent($$"""{"user_id":"alice","messages":"{{new string('x', 2_000)}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = !saysItsLength;
        request.Headers.TryAddWithoutValidation("Authorization", $"Token {AdminKey}");

        using HttpResponseMessage response = await fixture.Client.SendAsync(request, Token);

        response.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["error"].Should().NotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"user_id":"alice","messages":"x","infer":false,"metadata":{"a":[{"\ud800":1}]}}""")]
    public async Task Body_ThatIsNoJsonObject_IsRefused(string body)
    {
        await using ServerFixture fixture = await StartAsync();

        (await fixture.SendAsync("POST", "/v3/memories/add/", body)).Status.Should().Be(400);
        (await fixture.SendAsync("PATCH", "/mem0sharp/v1/memories/any", body)).Status.Should().Be(400);
    }

    [Fact]
    public async Task Body_ThatIsNestedTooDeeply_IsRefused()
    {
        await using ServerFixture fixture = await StartAsync();
        string deep = new string('[', 10_000) + new string(']', 10_000);

        (await fixture.SendAsync("POST", "/v3/memories/", $$"""{"filters":{{deep}}}""")).Status.Should().Be(400);
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=x")]
    [InlineData("page_size=0")]
    [InlineData("page_size=201")]
    [InlineData("page=1&page=2")]
    public async Task Page_ThatCannotBe_IsRefused(string query)
    {
        await using ServerFixture fixture = await StartAsync();

        (await fixture.SendAsync("POST", $"/v3/memories/?{query}", """{"filters":{"user_id":"alice"}}""")).Status.Should().Be(400);
    }

    [Fact]
    public async Task Requests_OverTheRate_AreRefusedForThatCallerAlone()
    {
        string other = Mem0Key.Generate();
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(other), UserId = "alice" });
            options.RequestsPerMinute = 5;
        });

        List<int> statuses = [];
        for (int i = 0; i < 7; i++)
        {
            statuses.Add((await fixture.SendAsync("GET", "/v1/ping/")).Status);
        }

        statuses.Should().Equal(200, 200, 200, 200, 200, 429, 429);
        using HttpResponseMessage refused = await fixture.RawAsync("GET", "/v1/ping/");
        refused.Headers.RetryAfter.Should().NotBeNull();
        (await fixture.SendAsync("GET", "/v1/ping/", key: other)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Requests_OverTheRate_AreRefusedHoweverTheKeyIsShown()
    {
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.RequestsPerMinute = 1;
        });
        (await fixture.SendAsync("GET", "/v1/ping/")).Status.Should().Be(200);
        foreach ((string name, string value) in (IEnumerable<(string, string)>)
        [
            ("Authorization", $"Token {AdminKey}"), ("Authorization", $"tOKEN {AdminKey}"), ("Authorization", $"Token   {AdminKey}"),
            ("Authorization", $"Bearer {AdminKey}"), ("X-API-Key", AdminKey),
        ])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/v1/ping/");
            request.Headers.TryAddWithoutValidation(name, value);

            using HttpResponseMessage response = await fixture.Client.SendAsync(request, Token);

            response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests, value[..8]);
        }
    }

    [Fact]
    public async Task Answer_OfAnyKind_HasTheIdOfItsRequest()
    {
        await using ServerFixture fixture = await StartAsync();
        foreach (string path in (string[])["/v1/ping/", "/v1/memories/not-an-id/"])
        {
            using HttpResponseMessage response = await fixture.RawAsync("GET", path);

            response.Headers.GetValues("X-Request-ID").Single().Should().NotBeEmpty();
        }
    }

    [Fact]
    public async Task Logs_OfGoodAndBadRequests_SayNothingThatWasSaid()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync($"Lives in {Secret}", $"{Secret}-user", $$"""{"metadata":{"{{Secret}}":"{{Secret}}"} }""");
        foreach ((string method, string path, string? body) in (IEnumerable<(string, string, string?)>)
        [
            ("PUT", $"/v1/memories/{id}/", $$"""{"text":"{{Secret}}","metadata":[]}"""), ("PUT", $"/v1/memories/{id}/", $$"""{"text":"{{Secret}} again"}"""),
            ("POST", "/v3/memories/search/", $$"""{"query":"{{Secret}}","filters":{"user_id":"{{Secret}}-user"} }"""),
            ("POST", "/v3/memories/search/", $$"""{"query":"{{Secret}}","filters":{"{{Secret}}":1} }"""), ("POST", "/v3/memories/add/", $$"""{"{{Secret}}":"""),
            ("POST", "/v3/memories/add/", $$"""{"user_id":"{{Secret}} {{Secret}}","messages":"{{Secret}}"}"""),
            ("POST", "/v3/memories/add/", $$"""{"user_id":"{{Secret}}-user","messages":"{{Secret}}"}"""),
            ("PATCH", $"/mem0sharp/v1/memories/{id}", $$"""{"text":"{{Secret}} at last","reason":"{{Secret}}"}"""),
            ("PATCH", $"/mem0sharp/v1/memories/{id}", $$"""{"{{Secret}}":"{{Secret}}"}"""),
            ("PATCH", $"/mem0sharp/v1/memories/{id}", $$"""{"tags":{"{{Secret}}":1} }"""),
            ("POST", $"/mem0sharp/v1/memories/{id}/restore", $$"""{"version":"{{Secret}}"}"""),
            ("POST", "/mem0sharp/v1/search", $$"""{"query":"{{Secret}}","user_id":"{{Secret}}-user","filters":{"{{Secret}}":{"{{Secret}}":1} } }"""),
            ("POST", $"/mem0sharp/v1/reviews/{id}", $$"""{"decision":"{{Secret}}"}"""),
            ("POST", "/mem0sharp/v1/erase", $$"""{"user_id":"{{Secret}} {{Secret}}"}"""),
            ("POST", "/mem0sharp/v1/erase", $$"""{"user_id":"{{Secret}}-user"}"""),
            ("PATCH", $"/mem0sharp/v1/memories/{Secret}", """{"text":"x"}"""),
        ])
        {
            (int status, JsonNode reply) = await fixture.SendAsync(method, path, body);
            if (status >= 400)
            {
                reply.ToJsonString().Should().NotContain(Secret, "{0} {1}", method, path);
            }
        }

        fixture.Log.Lines.Where(line => line.Level > LogLevel.Trace).Should().NotBeEmpty().And.NotContain(line => line.Line.Contains(Secret, StringComparison.Ordinal));
    }
}
