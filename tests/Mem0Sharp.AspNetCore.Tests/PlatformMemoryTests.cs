using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The platform's routes for one memory and for batches, as its clients call them.</summary>
public sealed class PlatformMemoryTests
{
    [Fact]
    public async Task Ping_AnswersWhatClientsNeedToStart()
    {
        await using ServerFixture fixture = await StartAsync();

        JsonNode body = (await fixture.SendAsync("GET", "/v1/ping/")).Body;

        ((string?)body["status"]).Should().Be("ok");
        body.AsObject().Select(member => member.Key).Should().Contain(["org_id", "project_id", "user_email"]);
    }

    [Fact]
    public async Task Add_WithoutInference_StoresAtOnceAndAnswersTheMemory()
    {
        await using ServerFixture fixture = await StartAsync();

        (int status, JsonNode body) = await fixture.SendAsync(
            "POST",
            "/v3/memories/add/",
            """
            {"messages":[{"role":"user","content":"Likes tea"},{"role":"assistant","name":"coach","content":[{"type":"text","text":"Noted"}]}],
             "user_id":"alice","agent_id":"coach","run_id":7,"app_id":"web","metadata":{"a":{"b":1}},"expiration_date":"2026-12-31","infer":false,"any":"thing"}
            """);

        status.Should().Be(200);
        ((string?)body["status"]).Should().Be("SUCCEEDED");
        body["results"]!.AsArray().Select(result => ((string?)result!["event"], (string?)result["data"]!["memory"])).Should().Equal(
            ("ADD", "Likes tea"), ("ADD", "Noted"));
        JsonNode item = (await fixture.SendAsync("GET", $"/v1/memories/{body["results"]![0]!["id"]}/")).Body;
        ((string?)item["user_id"], (string?)item["agent_id"], (string?)item["session_id"], (string?)item["app_id"]).Should().Be(("alice", "coach", "7", "web"));
        item["metadata"]!.ToJsonString().Should().Be("""{"a":{"b":1}}""");
        ((string?)item["expiration_date"]).Should().Be("2026-12-31");
        ((string?)item["created_at"]).Should().Be("2026-03-01T12:00:00.0000000Z");
        (item["categories"], (int?)item["version"]).Should().Be((null, 1));
    }

    [Theory]
    [InlineData("not-an-id", 400, "memory_id should be a valid UUID")]
    [InlineData("00000000-0000-0000-0000-000000000000", 404, "Memory not found!")]
    public async Task AnyCallById_OfWhatIsNotThere_SaysWhatIsWrong(string id, int expected, string error)
    {
        await using ServerFixture fixture = await StartAsync();
        foreach ((string method, string path, string? body) in PlatformCalls.ById(id).Where(call => !call.Path.Contains("batch", StringComparison.Ordinal)))
        {
            (int status, JsonNode reply) = await fixture.SendAsync(method, path, body);

            (status, (string?)reply["error"]).Should().Be((expected, error), "{0} {1}", method, path);
        }
    }

    [Fact]
    public async Task AnyCallById_OfAnIdThatIsNoUuidAndIsThere_FindsIt()
    {
        await using ServerFixture fixture = await StartAsync();
        using MemoryStream json = new("""[{"id":"my-own-id","memory":"Likes tea","user_id":"alice"}]"""u8.ToArray());
        await fixture.Memory.ImportAsync(MemoryImportSource.Mem0Json(json), cancellationToken: Token);

        ((string?)(await fixture.SendAsync("GET", "/v1/memories/my-own-id/")).Body["memory"]).Should().Be("Likes tea");
        ((string?)(await fixture.SendAsync("PUT", "/v1/memories/my-own-id/", """{"text":"Likes rum"}""")).Body["memory"]).Should().Be("Likes rum");
    }

    [Fact]
    public async Task Update_OfEachPart_ChangesThatPartAlone()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea", more: """{"metadata":{"a":1,"b":2},"expiration_date":"2026-12-31"}""");

        JsonNode text = (await fixture.SendAsync("PUT", $"/v1/memories/{id}/", """{"text":"Likes rum"}""")).Body;
        JsonNode metadata = (await fixture.SendAsync("PUT", $"/v1/memories/{id}/", """{"metadata":{"a":null,"c":3}}""")).Body;
        JsonNode cleared = (await fixture.SendAsync("PUT", $"/v1/memories/{id}/", """{"expiration_date":null}""")).Body;
        (int status, JsonNode nothing) = await fixture.SendAsync("PUT", $"/v1/memories/{id}/", "{}");

        ((string?)text["memory"], text["metadata"]!.ToJsonString(), (string?)text["expiration_date"]).Should().Be(("Likes rum", """{"a":1,"b":2}""", "2026-12-31"));
        ((string?)metadata["memory"], metadata["metadata"]!.ToJsonString()).Should().Be(("Likes rum", """{"b":2,"c":3}"""));
        cleared["expiration_date"].Should().BeNull();
        (status, (string?)nothing["error"]).Should().Be((400, "Give at least one of text, metadata, timestamp and expiration_date."));
        ((int?)(await fixture.SendAsync("GET", $"/v1/memories/{id}/")).Body["version"]).Should().Be(4);
    }

    [Fact]
    public async Task Update_OfAnImmutableMemory_IsAConflict()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea", more: """{"immutable":true}""");

        (int status, JsonNode body) = await fixture.SendAsync("PUT", $"/v1/memories/{id}/", """{"text":"Likes rum"}""");

        (status, (string?)body["code"]).Should().Be((409, MemoryErrorCodes.Immutable));
    }

    [Fact]
    public async Task History_OfAMemory_HasEachChange()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        await fixture.SendAsync("PUT", $"/v1/memories/{id}/", """{"text":"Likes rum"}""");
        await fixture.SendAsync("DELETE", $"/v1/memories/{id}/");

        JsonArray history = (await fixture.SendAsync("GET", $"/v1/memories/{id}/history/")).Body.AsArray();

        history.Select(row => ((string?)row!["event"], (string?)row["old_memory"], (string?)row["new_memory"])).Should().Equal(
            ("ADD", null, "Likes tea"), ("UPDATE", "Likes tea", "Likes rum"), ("DELETE", "Likes rum", null));
        history.Should().OnlyContain(row => (string?)row!["memory_id"] == id && (string?)row["user_id"] == "alice" && row["input"] is JsonArray);
        (await fixture.SendAsync("GET", $"/v1/memories/{id}/")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Batch_OfUpdatesAndDeletes_CountsWhatWasDoneAndNamesWhatWasNot()
    {
        await using ServerFixture fixture = await StartAsync();
        string tea = await fixture.StoreAsync("Likes tea"), rum = await fixture.StoreAsync("Likes rum");

        JsonNode updated = (await fixture.SendAsync(
            "PUT",
            "/v1/batch/",
            $$"""{"memories":[{"memory_id":"{{tea}}","text":"Likes green tea"},{"memory_id":"{{rum}}","metadata":{"a":1} },{"memory_id":"gone","text":"x"}]}""")).Body;
        JsonNode deleted = (await fixture.SendAsync("DELETE", "/v1/batch/", $$"""{"memories":[{"memory_id":"{{tea}}"},{"memory_id":"{{rum}}"}]}""")).Body;

        ((string?)updated["message"]).Should().Be("Successfully updated 2 memories");
        updated["errors"]!.AsArray().Select(error => ((string?)error!["memory_id"], (string?)error["code"])).Should().Equal(("gone", MemoryErrorCodes.NotFound));
        deleted.ToJsonString().Should().Be("""{"message":"Successfully deleted 2 memories"}""");
    }

    [Theory]
    [InlineData("PUT", "updated")]
    [InlineData("DELETE", "deleted")]
    public async Task Batch_OfMoreThanAThousand_IsRefused(string method, string done)
    {
        await using ServerFixture fixture = await StartAsync();
        JsonArray many = new([.. Enumerable.Range(0, 1_001).Select(i => new JsonObject { ["memory_id"] = $"m{i}", ["text"] = "x" })]);

        (int status, JsonNode body) = await fixture.SendAsync(method, "/v1/batch/", new JsonObject { ["memories"] = many }.ToJsonString());

        (status, (string?)body["error"]).Should().Be((400, $"Maximum of 1000 memories can be {done} in a single request"));
    }

    [Fact]
    public async Task Feedback_OnAMemory_ChangesItsSalience()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");

        JsonNode body = (await fixture.SendAsync(
            "POST", "/v1/feedback/", $$"""{"memory_id":"{{id}}","feedback":"POSITIVE","feedback_reason":"It helped."}""")).Body;

        ((string?)body["id"], (string?)body["feedback"], (string?)body["feedback_reason"]).Should().Be((id, "POSITIVE", "It helped."));
        (await fixture.Memory.GetAsync(id, Token))!.Salience.Should().BeGreaterThan(0.5);
        (await fixture.SendAsync("POST", "/v1/feedback/", $$"""{"memory_id":"{{id}}","feedback":"GREAT"}""")).Status.Should().Be(400);
    }

    [Fact]
    public async Task Delete_OfAUser_DeletesAllTheUsersMemories()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea");
        await fixture.StoreAsync("Likes rum", "bob");

        (await fixture.SendAsync("DELETE", "/v2/entities/user/alice/")).Status.Should().Be(200);
        JsonNode entities = (await fixture.SendAsync("GET", "/v1/entities/")).Body;
        (int unknown, JsonNode said) = await fixture.SendAsync("DELETE", "/v1/memories/?user_id=nobody");

        entities["results"]!.AsArray().Select(entity => ((string?)entity!["type"], (string?)entity["name"], (int?)entity["total_memories"])).Should().Equal(("user", "bob", 1));
        ((int?)entities["total_users"], (int?)entities["count"]).Should().Be((1, 1));
        (unknown, (string?)said["message"]).Should().Be((200, "Memories deleted successfully!"));
        (await fixture.SendAsync("DELETE", "/v1/memories/")).Status.Should().Be(400, "there is no way to mean all by saying nothing");
        (await fixture.SendAsync("DELETE", "/v2/entities/planet/mars/")).Status.Should().Be(400);
    }
}
