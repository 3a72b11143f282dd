using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>A webhook is told of every change from its making on, in order, signed, until it takes it.</summary>
public sealed class WebhookTests
{
    [Fact]
    public async Task Webhook_IsToldOfEachChangeInOrder_WithWhoseItIs()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using ServerFixture fixture = await OpenAsync();
        await fixture.StoreAsync("Known before");
        await CreateAsync(fixture, receiver);

        string id = await fixture.StoreAsync("Likes tea");
        await fixture.SendAsync("PUT", $"/v1/memories/{id}/", """{"text":"Likes rum"}""");
        await fixture.SendAsync("DELETE", $"/v1/memories/{id}/");
        await fixture.UntilAsync(() => receiver.Received.Count == 3);

        receiver.Told.Should().Equal(("ADD", "Likes tea"), ("UPDATE", "Likes rum"), ("DELETE", "Likes rum"));
        JsonNode details = JsonNode.Parse(receiver.Received.First().Body)!["event_details"]!;
        ((string?)details["id"], (string?)details["user_id"], (int)details["version"]!).Should().Be((id, "alice", 1));
    }

    [Fact]
    public async Task Message_IsSignedWithTheSecretThatItsMakerWasShownOnce()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using ServerFixture fixture = await OpenAsync();
        string secret = (string)(await CreateAsync(fixture, receiver))["secret"]!;
        await fixture.StoreAsync("Likes tea");
        await fixture.UntilAsync(() => !receiver.Received.IsEmpty);

        // By the words of the specification, not by ours.
        (string id, string timestamp, string signature, string body) = receiver.Received.Single();
        using HMACSHA256 hmac = new(Convert.FromBase64String(secret["whsec_".Length..]));
        string expected = "v1," + Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
        signature.Should().Be(expected);
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture)).Should().BeCloseTo(fixture.Time.GetUtcNow(), TimeSpan.FromHours(1));
        (await fixture.SendAsync("GET", "/api/v1/webhooks/projects/mem0sharp/")).Body.ToJsonString().Should().NotContain(secret).And.NotContain("secret");
    }

    [Fact]
    public async Task Webhook_IsToldOnlyOfTheKindsThatItAskedFor()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using ServerFixture fixture = await OpenAsync();
        await CreateAsync(fixture, receiver, "memory_delete");

        string id = await fixture.StoreAsync("Likes tea");
        await fixture.SendAsync("DELETE", $"/v1/memories/{id}/");
        await fixture.UntilAsync(() => !receiver.Received.IsEmpty);
        await fixture.StoreAsync("Likes rum");
        await fixture.SendAsync("DELETE", $"/v1/memories/{await fixture.StoreAsync("Likes gin")}/");
        await fixture.UntilAsync(() => receiver.Received.Count == 2);

        receiver.Told.Should().Equal(("DELETE", "Likes tea"), ("DELETE", "Likes gin"));
    }

    [Fact]
    public async Task Message_ThatIsNotTaken_IsSentAgainUnderItsIdBeforeAnyOther()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using ServerFixture fixture = await OpenAsync();
        await CreateAsync(fixture, receiver);
        foreach (int status in (int[])[500, 404, 302, 429])
        {
            receiver.Answers.Enqueue(status);
        }

        await fixture.StoreAsync("Likes tea");
        await fixture.StoreAsync("Likes rum");
        await fixture.UntilAsync(() => receiver.Received.Count == 6);

        receiver.Told.Select(told => told.Text).Should().Equal("Likes tea", "Likes tea", "Likes tea", "Likes tea", "Likes tea", "Likes rum");
        receiver.Received.Take(5).Select(message => message.Id).Distinct(StringComparer.Ordinal).Should().ContainSingle();
        receiver.Received.Select(message => message.Id).Distinct(StringComparer.Ordinal).Should().HaveCount(2);
    }

    [Fact]
    public async Task Webhook_ThatTakesNothingForADay_IsMadeInactiveAndGoesOnWhereItWasWhenActiveAgain()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using ServerFixture fixture = await OpenAsync();
        string webhook = (string)(await CreateAsync(fixture, receiver))["webhook_id"]!;
        foreach (int _ in Enumerable.Range(0, 200))
        {
            receiver.Answers.Enqueue(500);
        }

        await fixture.StoreAsync("Likes tea");
        DateTimeOffset began = fixture.Time.GetUtcNow();
        JsonNode listed = null!;
        await fixture.UntilAsync(
            async () => !(bool)(listed = (await fixture.SendAsync("GET", "/api/v1/webhooks/projects/mem0sharp/")).Body)[0]!["is_active"]!,
            TimeSpan.FromMinutes(20));

        (fixture.Time.GetUtcNow() - began).Should().BeGreaterThanOrEqualTo(TimeSpan.FromDays(1));
        ((string?)listed[0]!["failure"]).Should().BeOneOf("500", "Timeout");
        listed[0]!["failing_since"].Should().NotBeNull();
        receiver.Received.Count.Should().BeInRange(15, 100, "once an hour at most, in the end");

        receiver.Answers.Clear();
        receiver.Received.Clear();
        await fixture.StoreAsync("Likes rum");
        (await fixture.SendAsync("PUT", $"/api/v1/webhooks/{webhook}/", """{"is_active":true}""")).Status.Should().Be(200);
        await fixture.UntilAsync(() => receiver.Received.Count == 2);

        receiver.Told.Select(told => told.Text).Should().Equal("Likes tea", "Likes rum");
    }

    [Fact]
    public async Task Changes_MadeWhileTheReceiverOrTheHostWasDown_AreToldLaterEachOnce()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using ServerFixture fixture = await OpenAsync();
        await CreateAsync(fixture, receiver);
        await fixture.StoreAsync("First");
        await fixture.UntilAsync(() => receiver.Received.Count == 1);
        receiver.Hangs = true;
        await fixture.StoreAsync("Second");
        await fixture.UntilAsync(() => receiver.Received.Count == 2);

        await fixture.RestartAsync();
        receiver.Received.Clear();
        receiver.Hangs = false;
        await fixture.StoreAsync("Third");
        await fixture.UntilAsync(() => receiver.Received.Count == 2);
        await fixture.StoreAsync("Fourth");
        await fixture.UntilAsync(() => receiver.Received.Count == 3);

        receiver.Told.Select(told => told.Text).Should().Equal("Second", "Third", "Fourth");
    }

    [Fact]
    public async Task Receiver_ThatDoesNotAnswer_IsGivenItsTimeAndDelaysNoOther()
    {
        await using WebhookReceiver slow = await WebhookReceiver.StartAsync(), quick = await WebhookReceiver.StartAsync();
        await using ServerFixture fixture = await OpenAsync();
        slow.Hangs = true;
        await CreateAsync(fixture, slow);
        await CreateAsync(fixture, quick);

        await fixture.StoreAsync("Likes tea");
        await fixture.UntilAsync(() => !slow.Received.IsEmpty && !quick.Received.IsEmpty);
        await fixture.UntilAsync(() => slow.Received.Count == 2);
        slow.Hangs = false;
        await fixture.UntilAsync(() => slow.Received.Count >= 3);

        quick.Told.Should().Equal(("ADD", "Likes tea"));
        slow.Told.Should().OnlyContain(told => told.Text == "Likes tea");
        (await fixture.SendAsync("GET", "/api/v1/webhooks/projects/mem0sharp/")).Body[0]!["is_active"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task TwoHostsOverOneFile_TellEachChangeOnce_AndOneGoesOnWhenTheOtherIsGone()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using ServerFixture fixture = await OpenAsync();
        ServerFixture other = await fixture.StartBesideAsync();
        await CreateAsync(fixture, receiver);

        string[] texts = [.. Enumerable.Range(0, 20).Select(i => $"Fact {i}")];
        foreach (string text in texts.Take(10))
        {
            await fixture.StoreAsync(text);
        }

        await fixture.UntilAsync(() => receiver.Received.Count >= 10, TimeSpan.FromMilliseconds(100));
        await other.DisposeAsync();
        foreach (string text in texts.Skip(10))
        {
            await fixture.StoreAsync(text);
        }

        await fixture.UntilAsync(() => receiver.Received.Count >= 20);
        receiver.Told.Select(told => told.Text).Should().Equal(texts);
    }

    [Fact]
    public async Task Memory_ThatWasErasedBeforeItWasTold_IsNotTold()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using ServerFixture fixture = await OpenAsync();
        await CreateAsync(fixture, receiver);
        receiver.Answers.Enqueue(503);
        await fixture.StoreAsync("Likes tea");
        string id = await fixture.StoreAsync("Zanzibar");
        await fixture.UntilAsync(() => receiver.Received.Count == 1, TimeSpan.Zero);

        await fixture.Memory.EraseAsync(id, Token);
        await fixture.StoreAsync("Likes rum");
        await fixture.UntilAsync(() => receiver.Received.Count == 3);

        receiver.Told.Select(told => told.Text).Should().Equal("Likes tea", "Likes tea", "Likes rum");
        receiver.Received.Should().NotContain(message => message.Body.Contains("Zanzibar", StringComparison.Ordinal));
    }

    private static Task<ServerFixture> OpenAsync() => StartAsync(options =>
    {
        options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
        options.Webhooks.AllowPrivateAddresses = true;

        // The clock is quick: what is answered must not be late by it.
        options.Webhooks.Timeout = TimeSpan.FromMinutes(1);
    });

    private static async Task<JsonNode> CreateAsync(ServerFixture fixture, WebhookReceiver receiver, params string[] events)
    {
        JsonObject body = new()
        {
            ["name"] = "Ours",
            ["url"] = $"{receiver.Address}/hook",
            ["event_types"] = new JsonArray([.. (events is [] ? ["memory_add", "memory_update", "memory_delete"] : events).Select(type => JsonValue.Create(type))]),
        };
        (int status, JsonNode created) = await fixture.SendAsync("POST", "/api/v1/webhooks/projects/mem0sharp/", body.ToJsonString());
        status.Should().Be(201, created.ToJsonString());
        return created;
    }
}
