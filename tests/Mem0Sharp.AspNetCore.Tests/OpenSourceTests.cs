using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The routes of Mem0's open-source server.</summary>
public sealed class OpenSourceTests
{
    [Fact]
    public async Task Add_WithInference_AnswersWhatWasDone()
    {
        await using ServerFixture fixture = await StartAsync();
        fixture.Chat.Reply("""{"facts":[{"text":"Alice likes tea","messages":[0]}]}""");

        (int status, JsonNode body) = await fixture.SendAsync(
            "POST", "/memories", """{"messages":[{"role":"user","content":"I like tea"}],"user_id":"alice","metadata":{"a":1}}""");

        status.Should().Be(200);
        body["results"]!.AsArray().Select(result => ((string?)result!["event"], (string?)result["memory"])).Should().Equal(("ADD", "Alice likes tea"));
        JsonNode item = (await fixture.SendAsync("GET", $"/memories/{body["results"]![0]!["id"]}")).Body;
        ((string?)item["memory"], item["metadata"]!.ToJsonString(), (string?)item["user_id"]).Should().Be(("Alice likes tea", """{"a":1}""", "alice"));
    }

    [Fact]
    public async Task Memory_ChangedAndDeleted_AnswersAsTheServerDoes()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");

        (await fixture.SendAsync("PUT", $"/memories/{id}", """{"text":"Likes rum"}""")).Body.ToJsonString().Should().Be("""{"message":"Memory updated successfully!"}""");
        (int nothing, JsonNode said) = await fixture.SendAsync("PUT", $"/memories/{id}", "{}");
        (nothing, (string?)said["detail"], said["request_id"] is not null).Should().Be((400, "Give at least one of text, metadata and expiration_date.", true));
        (await fixture.SendAsync("GET", $"/memories/{id}/history")).Body.AsArray().Select(row => (string?)row!["event"]).Should().Equal("ADD", "UPDATE");
        (await fixture.SendAsync("DELETE", $"/memories/{id}")).Body.ToJsonString().Should().Be("""{"message":"Memory deleted successfully"}""");
        (int gone, JsonNode error) = await fixture.SendAsync("DELETE", $"/memories/{id}");
        (gone, (string?)error["detail"]).Should().Be((404, "Memory not found"));
    }

    [Fact]
    public async Task Configuration_CanBeRead_AndIsSetByTheHost()
    {
        await using ServerFixture fixture = await StartAsync();

        JsonNode configuration = (await fixture.SendAsync("GET", "/configure")).Body;
        (int status, JsonNode refused) = await fixture.SendAsync("POST", "/configure", configuration.ToJsonString());

        ((string?)configuration["llm"]!["config"]!["model"], (string?)configuration["embedder"]!["config"]!["model"]).Should().Be(("scripted", fixture.Memory.EmbeddingModel));
        (status, (string?)refused["detail"]).Should().Be((501, "The models and the store are the host's own: change its configuration, and start it again."));
    }

    [Fact]
    public async Task Memory_ThatIsNotThere_IsNull()
    {
        await using ServerFixture fixture = await StartAsync();

        using HttpResponseMessage response = await fixture.RawAsync("GET", "/memories/any");

        ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token)).Should().Be((200, "null"));
    }

    [Fact]
    public async Task List_OfAUserAndOfEverybody_HasTheirMemories()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea", more: """{"agent_id":"coach"}""");
        await fixture.StoreAsync("Likes rum", "bob");

        Texts((await fixture.SendAsync("GET", "/memories?user_id=alice&agent_id=coach&top_k=5")).Body).Should().Equal("Likes tea");
        Texts((await fixture.SendAsync("GET", "/memories")).Body).Should().BeEquivalentTo("Likes tea", "Likes rum");
        (await fixture.SendAsync("GET", "/memories?user_id=alice&top_k=1001")).Status.Should().Be(400);
        (await fixture.SendAsync("GET", "/entities")).Body.AsArray().Select(owner => ((string?)owner!["type"], (string?)owner["id"])).Should().BeEquivalentTo(
            new[] { ("user", "alice"), ("user", "bob"), ("agent", "coach") });
    }

    [Fact]
    public async Task Search_ByIdsBesideOrWithinTheFilters_FindsWhatMatches()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea", more: """{"metadata":{"hot":true}}""");
        await fixture.StoreAsync("Likes iced tea");
        await fixture.StoreAsync("Likes rum", "bob");

        JsonNode beside = (await fixture.SendAsync("POST", "/search", """{"query":"tea","user_id":"alice","explain":true}""")).Body;
        JsonNode within = (await fixture.SendAsync("POST", "/search", """{"query":"tea","filters":{"user_id":"alice","hot":true}}""")).Body;
        JsonNode either = (await fixture.SendAsync("POST", "/search", """{"query":"likes rum tea","filters":{"OR":[{"user_id":"alice"},{"user_id":"bob"}],"NOT":[{"hot":true}]}}""")).Body;

        Texts(beside).Should().BeEquivalentTo("Likes tea", "Likes iced tea");
        beside["results"]![0]!["score_breakdown"].Should().NotBeNull();
        Texts(within).Should().Equal("Likes tea");
        within["results"]![0]!["score_breakdown"].Should().BeNull();
        Texts(either).Should().BeEquivalentTo("Likes iced tea", "Likes rum");
        (await fixture.SendAsync("POST", "/search", """{"query":"tea"}""")).Status.Should().Be(400);
        (await fixture.SendAsync("POST", "/search", """{"query":"tea","filters":{"hot":true}}""")).Status.Should().Be(400);
        (await fixture.SendAsync("POST", "/search", """{"query":"tea","filters":{"user_id":"alice","OR":{"a":1}}}""")).Status.Should().Be(400);
    }

    [Fact]
    public async Task Reset_ByWhoeverMayTouchEverything_EmptiesTheStore()
    {
        string key = Mem0Key.Generate();
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(key), UserId = "alice" });
        });
        await fixture.StoreAsync("Likes tea");

        (await fixture.SendAsync("POST", "/reset", key: key)).Status.Should().Be(403);
        (await fixture.SendAsync("GET", "/memories", key: key)).Status.Should().Be(403, "that is everybody's");
        Texts((await fixture.SendAsync("GET", "/memories")).Body).Should().ContainSingle();
        (await fixture.SendAsync("POST", "/reset")).Body.ToJsonString().Should().Be("""{"message":"All memories reset"}""");
        Texts((await fixture.SendAsync("GET", "/memories")).Body).Should().BeEmpty();
    }

    [Theory]
    [InlineData("DELETE", "/memories", null)]
    [InlineData("POST", "/memories", """{"messages":"x"}""")]
    [InlineData("POST", "/memories", """{"user_id":"alice"}""")]
    [InlineData("POST", "/memories", """{"user_id":"alice","messages":"x","memory_type":"semantic"}""")]
    [InlineData("DELETE", "/entities/planet/mars", null)]
    public async Task Request_ThatCannotBe_IsRefusedUnderDetail(string method, string path, string? body)
    {
        await using ServerFixture fixture = await StartAsync();

        (int status, JsonNode reply) = await fixture.SendAsync(method, path, body);

        (status, (string?)reply["detail"] is { Length: > 0 }).Should().Be((400, true), reply.ToJsonString());
    }

    [Fact]
    public async Task DeleteAll_OfAUserOrAnEntity_LeavesTheOthers()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea");
        await fixture.StoreAsync("Likes rum", "bob");
        await fixture.StoreAsync("Likes gin", "carol");

        (await fixture.SendAsync("DELETE", "/memories?user_id=alice")).Body.ToJsonString().Should().Be("""{"message":"All relevant memories deleted"}""");
        (await fixture.SendAsync("DELETE", "/entities/user/bob")).Status.Should().Be(200);

        Texts((await fixture.SendAsync("GET", "/memories")).Body).Should().Equal("Likes gin");
    }

    private static IEnumerable<string?> Texts(JsonNode page) => page["results"]!.AsArray().Select(item => (string?)item!["memory"]);
}
