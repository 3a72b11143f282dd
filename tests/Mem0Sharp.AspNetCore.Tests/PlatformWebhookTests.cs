using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The platform's calls for webhooks, and where a webhook may not be.</summary>
public sealed class PlatformWebhookTests
{
    private const string Project = "/api/v1/webhooks/projects/mem0sharp/";

    private const string Good = """{"name":"Ours","url":"https://hooks.example.com/a?b=c","event_types":["memory_add","memory_delete"]}""";

    [Fact]
    public async Task Webhook_IsMadeListedChangedAndDeleted()
    {
        await using ServerFixture fixture = await StartAsync();

        (int status, JsonNode made) = await fixture.SendAsync("POST", Project, Good);
        string path = $"/api/v1/webhooks/{made["webhook_id"]}/";
        (status, (string?)made["name"], (string?)made["url"], (bool)made["is_active"]!, (string?)made["project"]).Should()
            .Be((201, "Ours", "https://hooks.example.com/a?b=c", true, "mem0sharp"));
        made["event_types"]!.AsArray().Select(type => (string?)type).Should().Equal("memory_add", "memory_delete");
        made["created_at"]!.GetValue<DateTimeOffset>().Should().Be(fixture.Time.GetUtcNow());

        (await fixture.SendAsync("PUT", path, """{"name":"Theirs","event_types":["memory_update"],"is_active":false}""")).Status.Should().Be(200);
        JsonNode listed = (await fixture.SendAsync("GET", Project)).Body.AsArray().Single()!;
        ((string?)listed["name"], (string?)listed["url"], (bool)listed["is_active"]!, listed["event_types"]!.ToJsonString()).Should()
            .Be(("Theirs", "https://hooks.example.com/a?b=c", false, """["memory_update"]"""));

        (await fixture.SendAsync("DELETE", path)).Body["message"].Should().NotBeNull();
        (await fixture.SendAsync("GET", Project)).Body.AsArray().Should().BeEmpty();
        ((await fixture.SendAsync("DELETE", path)).Status, (await fixture.SendAsync("PUT", path, """{"name":"x"}""")).Status).Should().Be((404, 404));
        (await fixture.SendAsync("PUT", path, """{"name":"x"}""")).Body["error"]!.GetValue<string>().Should().Be("Webhook not found");
    }

    [Theory]
    [InlineData("name", "null")]
    [InlineData("name", "\" \"")]
    [InlineData("url", "null")]
    [InlineData("url", "\"not an address\"")]
    [InlineData("url", "\"/hook\"")]
    [InlineData("url", "\"ftp://example.com/\"")]
    [InlineData("url", "\"http://example.com/\"")]
    [InlineData("url", "\"https://user:password@example.com/\"")]
    [InlineData("url", "\"https://127.0.0.1/\"")]
    [InlineData("url", "\"https://127.1/\"")]
    [InlineData("url", "\"https://0x7f000001/\"")]
    [InlineData("url", "\"https://2130706433/\"")]
    [InlineData("url", "\"https://[::1]:8080/\"")]
    [InlineData("url", "\"https://[::ffff:10.0.0.1]/\"")]
    [InlineData("url", "\"https://169.254.169.254/latest/meta-data/\"")]
    [InlineData("event_types", "null")]
    [InlineData("event_types", "[]")]
    [InlineData("event_types", "[\"memory_categorize\"]")]
    public async Task Webhook_ThatCannotBe_IsRefusedByItsMember(string member, string value)
    {
        await using ServerFixture fixture = await StartAsync();
        JsonObject body = JsonNode.Parse(Good)!.AsObject();
        body[member] = JsonNode.Parse(value);

        (int status, JsonNode refused) = await fixture.SendAsync("POST", Project, body.ToJsonString());

        status.Should().Be(400);
        refused.AsObject().Select(problem => problem.Key).Should().Equal(member);
        ((string?)refused[member]![0]).Should().NotBeNullOrWhiteSpace();
        (await fixture.SendAsync("GET", Project)).Body.AsArray().Should().BeEmpty();

        string made = (string)(await fixture.SendAsync("POST", Project, Good)).Body["webhook_id"]!;
        JsonObject change = new() { [member] = JsonNode.Parse(value) };
        (await fixture.SendAsync("PUT", $"/api/v1/webhooks/{made}/", change.ToJsonString())).Status.Should().Be(value is "null" ? 200 : 400);
    }

    [Fact]
    public async Task Webhooks_AreOnlyAsManyAsTheSettingsSay()
    {
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.Webhooks.MaxCount = 2;
        });

        (await fixture.SendAsync("POST", Project, Good)).Status.Should().Be(201);
        (await fixture.SendAsync("POST", Project, Good)).Status.Should().Be(201);
        (await fixture.SendAsync("POST", Project, Good)).Status.Should().Be(400);
    }

    [Fact]
    public async Task Webhook_OfANameThatIsOfThisMachine_IsNeverConnectedTo()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using ServerFixture fixture = await StartAsync();
        string url = $"https://localhost:{new Uri(receiver.Address).Port}/hook";
        JsonObject body = JsonNode.Parse(Good)!.AsObject();
        body["url"] = url;
        (await fixture.SendAsync("POST", Project, body.ToJsonString())).Status.Should().Be(201, "whom a name stands for is known when it is looked up");

        await fixture.StoreAsync("Likes tea");
        JsonNode listed = null!;
        await fixture.UntilAsync(async () => (listed = (await fixture.SendAsync("GET", Project)).Body)[0]!["failure"] is not null);

        ((string?)listed[0]!["failure"]).Should().Be("PrivateAddress");
        receiver.Received.Should().BeEmpty();
        fixture.Log.Lines.Should().Contain(line => line.Line.Contains("PrivateAddress", StringComparison.Ordinal))
            .And.NotContain(line => line.Line.Contains("localhost:", StringComparison.Ordinal) && line.Line.Contains("/hook", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Webhook_ThatSendsElsewhere_IsNotFollowed()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.Webhooks.AllowPrivateAddresses = true;
        });
        JsonObject body = JsonNode.Parse(Good)!.AsObject();
        body["url"] = $"{receiver.Address}/elsewhere";
        string id = (string)(await fixture.SendAsync("POST", Project, body.ToJsonString())).Body["webhook_id"]!;
        await fixture.StoreAsync("Likes tea");
        JsonNode listed = null!;
        await fixture.UntilAsync(async () => (listed = (await fixture.SendAsync("GET", Project)).Body)[0]!["failure"] is not null);

        ((string?)listed[0]!["failure"]).Should().Be("307");
        receiver.Received.Should().BeEmpty();

        // Its twin: the address itself is told, and at once.
        await fixture.SendAsync("PUT", $"/api/v1/webhooks/{id}/", $$"""{"url":"{{receiver.Address}}/hook"}""");
        await fixture.UntilAsync(() => !receiver.Received.IsEmpty, TimeSpan.FromMilliseconds(1));
        receiver.Told.Should().Equal(("ADD", "Likes tea"));
    }

    [Theory]
    [InlineData("GET", Project, null)]
    [InlineData("POST", Project, Good)]
    [InlineData("PUT", "/api/v1/webhooks/wh_1/", """{"name":"x"}""")]
    [InlineData("DELETE", "/api/v1/webhooks/wh_1/", null)]
    public async Task Webhooks_AreForWhoMayTouchEverything(string method, string path, string? body)
    {
        string alice = Mem0Key.Generate(), reader = Mem0Key.Generate();
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(alice), UserId = "alice" });
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(reader), IsForEverything = true, IsReadOnly = true });
        });

        (await fixture.SendAsync(method, path, body, alice)).Status.Should().Be(403);
        (await fixture.SendAsync(method, path, body, reader)).Status.Should().Be(method is "GET" ? 200 : 403);
        (await fixture.SendAsync(method, path, body)).Status.Should().BeOneOf(200, 201, 404);
    }

    [Fact]
    public async Task Webhooks_OfAnotherProject_AreNotFound()
    {
        await using ServerFixture fixture = await StartAsync();

        (await fixture.SendAsync("GET", "/api/v1/webhooks/projects/another/")).Status.Should().Be(404);
        (await fixture.SendAsync("POST", "/api/v1/webhooks/projects/another/", Good)).Status.Should().Be(404);
    }
}
