using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>An add with inference is accepted at once, done in the background, and can be asked after.</summary>
public sealed class PlatformEventTests
{
    private const string Add = """{"user_id":"alice","messages":[{"role":"user","content":"I like tea"}]}""";

    [Fact]
    public async Task Add_WithInference_IsPendingAndThenSucceededWithWhatItDid()
    {
        await using ServerFixture fixture = await StartAsync();
        fixture.Chat.Reply("""{"facts":[{"text":"Alice likes tea","messages":[0]}]}""");

        JsonNode accepted = (await fixture.SendAsync("POST", "/v3/memories/add/", Add)).Body;
        JsonNode done = await DoneAsync(fixture, (string)accepted["event_id"]!);

        ((string?)accepted["status"]).Should().Be("PENDING");
        ((string?)done["status"], done["error"]).Should().Be(("SUCCEEDED", null));
        done["results"]!.AsArray().Select(result => ((string?)result!["event"], (string?)result["data"]!["memory"])).Should().Equal(("ADD", "Alice likes tea"));
        ((string?)(await fixture.SendAsync("GET", $"/v1/memories/{done["results"]![0]!["id"]}/")).Body["memory"]).Should().Be("Alice likes tea");
    }

    [Fact]
    public async Task Add_ThatWasAcceptedBeforeTheHostEnded_IsDoneByTheNext()
    {
        await using ServerFixture fixture = await StartAsync();
        fixture.Chat.Fail(new HttpRequestException("down"));
        string id = (string)(await fixture.SendAsync("POST", "/v3/memories/add/", Add)).Body["event_id"]!;
        while (fixture.Chat.Remaining > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }

        fixture.Chat.Reply("""{"facts":[{"text":"Alice likes tea","messages":[0]}]}""");
        await fixture.RestartAsync();

        ((string?)(await DoneAsync(fixture, id))["status"]).Should().Be("SUCCEEDED");
        (await fixture.SendAsync("GET", "/v1/memories/?user_id=alice")).Body.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Event_ToWhoTakesEvents_IsToldAsItGoesOn_UntilItIsDone()
    {
        await using ServerFixture fixture = await StartAsync();
        fixture.Chat.Fail(new HttpRequestException("down"));
        string id = (string)(await fixture.SendAsync("POST", "/v3/memories/add/", Add)).Body["event_id"]!;
        await fixture.UntilAsync(() => fixture.Chat.Remaining == 0);
        using HttpRequestMessage request = new(HttpMethod.Get, $"/v1/event/{id}/") { Headers = { { "Authorization", $"Token {AdminKey}" }, { "Accept", "text/event-stream" } } };

        using HttpResponseMessage response = await fixture.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        List<(string Type, string Status)> told = [];
        Task reading = Task.Run(
            async () =>
            {
                await using Stream stream = await response.Content.ReadAsStreamAsync(Token);
                await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync(Token))
                {
                    told.Add((item.EventType, (string)JsonNode.Parse(item.Data)!["status"]!));
                }
            },
            Token);
        await fixture.UntilAsync(() => told.Count == 1, TimeSpan.FromMilliseconds(1));
        fixture.Chat.Reply("""{"facts":[{"text":"Alice likes tea","messages":[0]}]}""");
        await fixture.UntilAsync(() => reading.IsCompleted, TimeSpan.FromSeconds(1));

        await reading;
        told[0].Should().BeOneOf(("status", "RUNNING"), ("status", "PENDING"));
        told[^1].Should().Be(("status", "SUCCEEDED"));
        told.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Event_ThatNeverWas_IsNotFound()
    {
        await using ServerFixture fixture = await StartAsync();

        (int status, JsonNode body) = await fixture.SendAsync("GET", "/v1/event/0199aaaa-0000-7000-8000-000000000009/");

        (status, (string?)body["error"]).Should().Be((404, "Event not found"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"messages":"Likes tea"}""")]
    [InlineData("""{"user_id":"alice"}""")]
    [InlineData("""{"user_id":"alice","messages":[]}""")]
    [InlineData("""{"user_id":"alice","messages":[1]}""")]
    [InlineData("""{"user_id":"alice","messages":[{"role":"user","content":1}],"metadata":[]}""")]
    [InlineData("""{"user_id":"alice","messages":"x","infer":"no"}""")]
    [InlineData("""{"user_id":"alice","messages":"x","expiration_date":"soon"}""")]
    [InlineData("""{"user_id":"alice","messages":"x","timestamp":true}""")]
    [InlineData("""{"user_id":"al ice","messages":"x"}""")]
    [InlineData("""{"user_id":"","messages":"x"}""")]
    [InlineData("""{"user_id":"alice","messages":"  ","infer":false}""")]
    [InlineData("""{"user_id":"\ud800","messages":"x"}""")]
    public async Task Add_OfWhatCannotBe_IsRefusedAndAsksNoModel(string body)
    {
        await using ServerFixture fixture = await StartAsync();

        (int status, JsonNode reply) = await fixture.SendAsync("POST", "/v3/memories/add/", body);

        status.Should().Be(400, reply.ToJsonString());
        ((string?)reply["error"]).Should().NotBeNullOrEmpty();
        fixture.Chat.Requests.Should().BeEmpty();
        (await fixture.SendAsync("GET", "/v1/entities/")).Body["results"]!.AsArray().Should().BeEmpty();
    }

    private static async Task<JsonNode> DoneAsync(ServerFixture fixture, string id)
    {
        while (true)
        {
            JsonNode body = (await fixture.SendAsync("GET", $"/v1/event/{id}/")).Body;
            if ((string?)body["status"] is not ("PENDING" or "RUNNING"))
            {
                return body;
            }

            // The worker's own delays are the clock's.
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }
    }
}
