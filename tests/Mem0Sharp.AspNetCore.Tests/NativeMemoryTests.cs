using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>One memory by the library's own routes: as it is, as it was, and changed.</summary>
public sealed class NativeMemoryTests
{
    private const string Memories = "/mem0sharp/v1/memories";

    [Fact]
    public async Task Get_OfAMemory_IsAllThatTheLibraryWritesOfIt()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea \u2028 & <b>", more: """{"metadata":{"a":{"b":[1,null]}},"agent_id":"coach"}""");
        MemoryItem item = (await fixture.Memory.GetAsync(id, Token))!;

        using HttpResponseMessage response = await fixture.RawAsync("GET", $"{Memories}/{id}");

        (response.Headers.ETag!.Tag, response.Headers.ETag.IsWeak).Should().Be(("\"1\"", false));
        JsonNode.DeepEquals(JsonNode.Parse(await response.Content.ReadAsStringAsync(Token)), JsonSerializer.SerializeToNode(item)).Should().BeTrue();
    }

    [Fact]
    public async Task Get_OfWhatIsNotThere_IsAProblem()
    {
        await using ServerFixture fixture = await StartAsync();

        foreach (string id in (string[])["0199aaaa-0000-7000-8000-000000000009", "any"])
        {
            (int status, JsonNode body) = await fixture.SendAsync("GET", $"{Memories}/{id}");

            (status, (string?)body["code"], (string?)body["title"], (int)body["status"]!).Should().Be((404, "memory_not_found", "Not Found", 404));
            (await fixture.SendAsync("GET", $"{Memories}/{id}/history")).Status.Should().Be(404);
        }
    }

    // Entity tags are compared weakly here (RFC 9110, section 13.1.2); what cannot be read is passed over.
    [Theory]
    [InlineData("\"1\"", 304)]
    [InlineData("W/\"1\"", 304)]
    [InlineData("\"7\", W/\"1\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"2\"", 200)]
    [InlineData("\"01\"", 200)]
    [InlineData("1", 200)]
    [InlineData("\"1", 200)]
    [InlineData("", 200)]
    public async Task IfNoneMatch_OfEachKind_IsAnsweredWithoutABodyOrInFull(string header, int expected)
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");

        using HttpResponseMessage response = await fixture.RawAsync("GET", $"{Memories}/{id}", headers: ("If-None-Match", header));

        ((int)response.StatusCode, response.Headers.ETag?.Tag).Should().Be((expected, "\"1\""));
        ((await response.Content.ReadAsStringAsync(Token)).Length == 0).Should().Be(expected == 304);
    }

    [Fact]
    public async Task Get_AsOfAMoment_IsTheMemoryAsItWasThen()
    {
        await using ServerFixture fixture = await StartAsync();
        DateTimeOffset before = fixture.Time.GetUtcNow().AddHours(-1);
        string id = await fixture.StoreAsync("Likes tea");
        DateTimeOffset first = fixture.Time.GetUtcNow();
        fixture.Time.SetUtcNow(first.AddHours(1));
        await fixture.Memory.UpdateAsync(id, "Likes rum", cancellationToken: Token);
        DateTimeOffset second = fixture.Time.GetUtcNow();
        fixture.Time.SetUtcNow(second.AddHours(1));
        await fixture.Memory.DeleteAsync(id, cancellationToken: Token);

        (await TextAsync(AsOf(first))).Should().Be((200, "Likes tea", "\"1\""));
        (await TextAsync(AsOf(second.AddMinutes(1)))).Should().Be((200, "Likes rum", "\"2\""));
        (await TextAsync($"as_of={second.ToUnixTimeSeconds()}")).Should().Be((200, "Likes rum", "\"2\""));
        (await TextAsync(AsOf(before))).Status.Should().Be(404, "it was not there yet");
        (await TextAsync(AsOf(second.AddDays(1)))).Status.Should().Be(404, "it was there no more");
        (await TextAsync("as_of_sequence=0")).Status.Should().Be(404);
        (await TextAsync("as_of_sequence=1")).Should().Be((200, "Likes tea", "\"1\""));
        (await TextAsync("as_of_sequence=2")).Should().Be((200, "Likes rum", "\"2\""));
        (await TextAsync("as_of_sequence=3")).Status.Should().Be(404);
        (await TextAsync(string.Empty)).Status.Should().Be(404);

        // In the calendar of the wire, whatever this machine's is.
        static string AsOf(DateTimeOffset moment) => $"as_of={moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}";

        async Task<(int Status, string? Text, string? Tag)> TextAsync(string query)
        {
            using HttpResponseMessage response = await fixture.RawAsync("GET", $"{Memories}/{id}?{query}");
            return ((int)response.StatusCode, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["memory"], response.Headers.ETag?.Tag);
        }
    }

    [Fact]
    public async Task Get_OfWhatHeldAtAMoment_IsTheVersionThatSaysSo()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Lives in Paris");
        await fixture.SendAsync("PATCH", $"{Memories}/{id}", """{"text":"Lives in Lisbon","timestamp":"2026-02-01T00:00:00Z"}""");

        ((string?)(await fixture.SendAsync("GET", $"{Memories}/{id}?held_at=2026-01-01T00:00:00Z")).Body["memory"]).Should().Be("Lives in Paris");
        ((string?)(await fixture.SendAsync("GET", $"{Memories}/{id}?held_at=2026-02-02T00:00:00Z")).Body["memory"]).Should().Be("Lives in Lisbon");
    }

    [Theory]
    [InlineData("as_of=yesterday")]
    [InlineData("as_of=2026-01-01T00:00:00")]
    [InlineData("as_of=2026-01-01T00:00:00Z&as_of=2026-01-02T00:00:00Z")]
    [InlineData("held_at=2026-13-01T00:00:00Z")]
    [InlineData("as_of_sequence=-1")]
    [InlineData("as_of_sequence=1.5")]
    [InlineData("as_of_sequence=1&as_of=2026-01-01T00:00:00Z")]
    public async Task Get_AsOfWhatIsNoMoment_IsRefused(string query)
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");

        (await fixture.SendAsync("GET", $"{Memories}/{id}?{query}")).Status.Should().Be(400);
    }

    [Fact]
    public async Task Patch_OfEachPart_ChangesThatPartAlone()
    {
        await using ServerFixture fixture = await StartAsync();
        string other = await fixture.StoreAsync("Has a cat"), id = await fixture.StoreAsync("Likes tea", more: """{"metadata":{"a":1,"b":{"c":2}}}""");

        JsonNode text = await PatchAsync("""{"text":"Likes green tea","reason":"said so"}""");
        JsonNode metadata = await PatchAsync("""{"metadata":{"a":null,"b":{"d":3}}}""");
        JsonNode tags = await PatchAsync("""{"tags":["drink","hot"]}""");
        JsonNode links = await PatchAsync($$"""{"links":[{"id":"{{other}}","strength":0.5}]}""");
        JsonNode times = await PatchAsync("""{"expiration_date":"2027-01-01T00:00:00+01:00","valid_from":"2026-01-01T00:00:00Z","valid_to":"2026-12-01T00:00:00Z"}""");
        JsonNode cleared = await PatchAsync("""{"expiration_date":null,"valid_from":null,"valid_to":null,"links":null,"tags":null,"metadata":null}""");

        ((string?)text["memory"], (int)text["version"]!).Should().Be(("Likes green tea", 2));
        metadata["metadata"]!.ToJsonString().Should().Be("""{"b":{"c":2,"d":3}}""");
        ((string?)tags["memory"], tags["tags"]!.ToJsonString()).Should().Be(("Likes green tea", """["drink","hot"]"""));
        links["links"]!.ToJsonString().Should().Be($$"""[{"id":"{{other}}","strength":0.5}]""");
        ((DateTimeOffset)times["expiration_date"]!, (DateTimeOffset)times["valid_from"]!, (DateTimeOffset)times["valid_to"]!).Should().Be((
            new(2026, 12, 31, 23, 0, 0, TimeSpan.Zero), new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)));
        cleared.AsObject().Select(member => member.Key).Should().NotIntersectWith(["expiration_date", "valid_from", "valid_to", "links", "tags", "metadata"]);
        ((string?)cleared["memory"], (int)cleared["version"]!).Should().Be(("Likes green tea", 7));
        JsonNode history = (await fixture.SendAsync("GET", $"{Memories}/{id}/history")).Body["results"]!;
        history.AsArray().Select(change => (int)change!["version"]!).Should().Equal(1, 2, 3, 4, 5, 6, 7);
        ((string?)history[1]!["reason"], (string?)history[1]!["old_memory"]).Should().Be(("said so", "Likes tea"));

        async Task<JsonNode> PatchAsync(string body)
        {
            using HttpResponseMessage response = await fixture.RawAsync("PATCH", $"{Memories}/{id}", body);
            JsonNode json = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
            ((int)response.StatusCode, response.Headers.ETag?.Tag).Should().Be((200, $"\"{json["version"]}\""), json.ToJsonString());
            return json;
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"reason":"nothing else"}""")]
    [InlineData("""{"text":"x","zanzibar":1}""")]
    [InlineData("""{"Text":"x"}""")]
    [InlineData("""{"user_id":"bob"}""")]
    [InlineData("""{"version":7}""")]
    [InlineData("""{"text":null}""")]
    [InlineData("""{"text":5}""")]
    [InlineData("""{"text":" "}""")]
    [InlineData("""{"text":"\ud800"}""")]
    [InlineData("""{"metadata":[1]}""")]
    [InlineData("""{"metadata":{"zanzibar":"\ud800"}}""")]
    [InlineData("""{"tags":"zanzibar"}""")]
    [InlineData("""{"tags":[null]}""")]
    [InlineData("""{"tags":[1]}""")]
    [InlineData("""{"links":[null]}""")]
    [InlineData("""{"links":[{"strength":1}]}""")]
    [InlineData("""{"links":[{"id":"zanzibar"}]}""")]
    [InlineData("""{"links":[{"id":"x","zanzibar":1}]}""")]
    [InlineData("""{"valid_from":"2026-01-01T00:00:00"}""")]
    [InlineData("""{"valid_from":"zanzibar"}""")]
    [InlineData("""{"valid_from":{}}""")]
    [InlineData("""{"valid_from":"2026-02-01T00:00:00Z","valid_to":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"timestamp":null}""")]
    [InlineData("""{"immutable":false}""")]
    [InlineData("""{"immutable":null}""")]
    [InlineData("""{"immutable":"zanzibar"}""")]
    [InlineData("""{"text":"Likes rum","immutable":false}""")]
    public async Task Patch_ThatCannotBe_IsRefusedQuotesNothingAndChangesNothing(string body)
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");

        (int status, JsonNode problem) = await fixture.SendAsync("PATCH", $"{Memories}/{id}", body);

        status.Should().Be(400, problem.ToJsonString());
        ((string?)problem["detail"]).Should().NotBeNullOrWhiteSpace().And.NotContain("zanzibar");
        (await fixture.Memory.GetAsync(id, Token))!.Version.Should().Be(1);
    }

    [Fact]
    public async Task Patch_WithImmutable_MarksTheMemoryForEver()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");

        (int status, JsonNode marked) = await fixture.SendAsync("PATCH", $"{Memories}/{id}", """{"text":"Likes rum","immutable":true}""");
        (int again, JsonNode same) = await fixture.SendAsync("PATCH", $"{Memories}/{id}", """{"immutable":true}""");
        (int refused, JsonNode problem) = await fixture.SendAsync("PATCH", $"{Memories}/{id}", """{"text":"Likes gin"}""");
        (int restored, JsonNode other) = await fixture.SendAsync("POST", $"{Memories}/{id}/restore", """{"version":1,"force":true}""");

        (status, (string?)marked["memory"], (bool?)marked["immutable"], (int?)marked["version"]).Should().Be((200, "Likes rum", true, 2));
        (again, (int?)same["version"]).Should().Be((200, 2));
        (refused, (string?)problem["code"], restored, (string?)other["code"]).Should().Be((409, "memory_immutable", 409, "memory_immutable"));
    }

    [Fact]
    public async Task Patch_OfAnImmutableMemory_IsAConflict()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea", more: """{"immutable":true}""");

        (int status, JsonNode problem) = await fixture.SendAsync("PATCH", $"{Memories}/{id}", """{"text":"Likes rum"}""");

        (status, (string?)problem["code"], (string?)problem["type"]).Should().Be((409, "memory_immutable", "urn:mem0sharp:problem:memory_immutable"));
    }

    [Fact]
    public async Task Delete_OfAMemory_AnswersWithItAndItsHistoryRemains()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");

        (int status, JsonNode deleted) = await fixture.SendAsync("DELETE", $"{Memories}/{id}");

        (status, (string?)deleted["memory"], (string?)deleted["id"]).Should().Be((200, "Likes tea", id));
        (await fixture.SendAsync("DELETE", $"{Memories}/{id}")).Status.Should().Be(404);
        (await fixture.SendAsync("GET", $"{Memories}/{id}")).Status.Should().Be(404);
        (await fixture.SendAsync("GET", $"{Memories}/{id}/history")).Body["results"]!.AsArray().Select(change => (string?)change!["event"]).Should().Equal("ADD", "DELETE");
    }

    [Fact]
    public async Task Restore_OfADeletedMemory_BringsItBack()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        await fixture.SendAsync("PATCH", $"{Memories}/{id}", """{"text":"Likes rum"}""");
        JsonNode deleted = (await fixture.SendAsync("DELETE", $"{Memories}/{id}")).Body;

        (int several, JsonNode problem) = await fixture.SendAsync("POST", $"{Memories}/{id}/restore", """{"version":1}""");
        (int stale, _) = await fixture.SendAsync("POST", $"{Memories}/{id}/restore", """{"version":1}""", headers: ("If-Match", "\"2\""));
        (int last, JsonNode undone) = await fixture.SendAsync("POST", $"{Memories}/{id}/restore", """{"version":2,"reason":"a mistake"}""");
        (int forced, JsonNode first) = await fixture.SendAsync("POST", $"{Memories}/{id}/restore", """{"version":1,"force":true}""");

        ((int)deleted["version"]!, several, (string?)problem["code"], stale).Should().Be((3, 409, "version_conflict", 412));
        (last, (string?)undone["memory"], (int)undone["version"]!).Should().Be((200, "Likes rum", 4));
        (forced, (string?)first["memory"], (int)first["version"]!).Should().Be((200, "Likes tea", 5));
        JsonNode history = (await fixture.SendAsync("GET", $"{Memories}/{id}/history")).Body["results"]!;
        ((string?)history[3]!["event"], (string?)history[3]!["reason"]).Should().Be(("RESTORE", "a mistake"));
    }

    [Fact]
    public async Task Restore_ThatExpectsTheVersionOfTheDelete_GoesBackFurther()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        await fixture.SendAsync("PATCH", $"{Memories}/{id}", """{"text":"Likes rum"}""");
        await fixture.SendAsync("DELETE", $"{Memories}/{id}");

        (int status, JsonNode item) = await fixture.SendAsync("POST", $"{Memories}/{id}/restore", """{"version":1}""", headers: ("If-Match", "\"3\""));

        (status, (string?)item["memory"]).Should().Be((200, "Likes tea"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"version":null}""")]
    [InlineData("""{"version":0}""")]
    [InlineData("""{"version":9}""")]
    [InlineData("""{"version":"1"}""")]
    [InlineData("""{"version":1,"force":"yes"}""")]
    [InlineData("""{"version":1,"to":1}""")]
    public async Task Restore_ThatCannotBe_IsRefused(string body)
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");

        (await fixture.SendAsync("POST", $"{Memories}/{id}/restore", body)).Status.Should().Be(400);
        (await fixture.SendAsync("POST", $"{Memories}/{id}/restore", """{"version":1}""")).Status.Should().Be(200);
    }
}
