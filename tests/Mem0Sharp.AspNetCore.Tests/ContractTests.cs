using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The two small contracts that others document.</summary>
public sealed class ContractTests
{
    [Fact]
    public async Task Update_OfAMemory_ChangesItsContentAlone()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea", more: """{"metadata":{"a":1},"agent_id":"coach"}""");

        (int status, JsonNode body) = await fixture.SendAsync("PUT", "/memory/update", $$"""{"memory_id":"{{id}}","data":"Likes rum"}""");

        status.Should().Be(200);
        ((bool)body["success"]!, (string?)body["result"]!["memory_id"], (string?)body["result"]!["message"] is { Length: > 0 }).Should().Be((true, id, true));
        MemoryItem item = (await fixture.Memory.GetAsync(id, Token))!;
        (item.Text, item.Metadata.Count, item.Scope.AgentId, item.Version).Should().Be(("Likes rum", 1, "coach", 2));
        (await fixture.SendAsync("GET", $"/memory/history/{id}")).Body.AsArray().Select(row => ((string?)row!["event"], (string?)row["new_memory"])).Should().Equal(
            ("ADD", "Likes tea"), ("UPDATE", "Likes rum"));
    }

    [Theory]
    [InlineData("""{"memory_id":"gone","data":"x"}""", 404)]
    [InlineData("""{"memory_id":"gone","data":""}""", 400)]
    [InlineData("""{"memory_id":"gone","data":"  "}""", 400)]
    [InlineData("""{"memory_id":"gone"}""", 400)]
    [InlineData("""{"data":"x"}""", 400)]
    public async Task Update_OfWhatCannotBe_SaysWhyUnderDetail(string body, int expected)
    {
        await using ServerFixture fixture = await StartAsync();

        (int status, JsonNode reply) = await fixture.SendAsync("PUT", "/memory/update", body);

        (status, reply.AsObject().Select(member => member.Key).Single()).Should().Be((expected, "detail"));
    }

    [Fact]
    public async Task Patch_OfEachPart_ReplacesTagsMergesMetadataAndKeepsLinks()
    {
        await using ServerFixture fixture = await StartAsync();
        string other = await fixture.StoreAsync("Has a cat");
        JsonNode added = (await fixture.SendAsync("POST", "/memory/add", """{"content":"Likes tea","tags":["drink","hot"],"metadata":{"a":1,"b":2},"user_id":"alice"}""")).Body;
        string id = (string)added["id"]!;
        await fixture.Memory.UpdateAsync(id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink(other)) }, cancellationToken: Token);

        JsonNode content = (await fixture.SendAsync("PATCH", $"/memory/{id}", """{"content":"Likes green tea"}""")).Body;
        JsonNode tags = (await fixture.SendAsync("PATCH", $"/memory/{id}", """{"tags":["leaf"]}""")).Body;
        JsonNode metadata = (await fixture.SendAsync("PATCH", $"/memory/{id}", """{"metadata":{"a":null,"c":3}}""")).Body;

        ((int)added["version"]!, (string?)added["primary_sector"], added["sectors"]!.ToJsonString()).Should().Be((1, "semantic", """["semantic"]"""));
        ((string?)content["content"], content["tags"]!.ToJsonString(), (int)content["version"]!).Should().Be(("Likes green tea", """["drink","hot"]""", 3));
        tags["tags"]!.ToJsonString().Should().Be("""["leaf"]""");
        metadata["metadata"]!.ToJsonString().Should().Be("""{"b":2,"c":3}""");
        ((int)metadata["version"]!, (long)metadata["updated_at"]!).Should().Be((5, fixture.Time.GetUtcNow().ToUnixTimeMilliseconds()));
        (await fixture.Memory.GetAsync(id, Token))!.Links.Single().TargetId.Should().Be(other);
    }

    [Fact]
    public async Task Reinforce_OfAMemory_RaisesItsSalience()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");

        JsonNode first = (await fixture.SendAsync("POST", "/memory/reinforce", $$"""{"id":"{{id}}"}""")).Body;
        JsonNode second = (await fixture.SendAsync("POST", "/memory/reinforce", $$"""{"id":"{{id}}","boost":0.5}""")).Body;

        ((double)first["salience"]!).Should().BeGreaterThan(0.5);
        ((double)second["salience"]!).Should().BeGreaterThan((double)first["salience"]!);
    }

    [Theory]
    [InlineData("PATCH", "/memory/gone", """{"content":"x"}""", 404, "nf")]
    [InlineData("GET", "/memory/gone", null, 404, "nf")]
    [InlineData("DELETE", "/memory/gone", null, 404, "nf")]
    [InlineData("POST", "/memory/reinforce", """{"id":"gone"}""", 404, "nf")]
    [InlineData("PATCH", "/memory/", """{"content":"x"}""", 400, "id")]
    [InlineData("POST", "/memory/reinforce", "{}", 400, "id")]
    [InlineData("POST", "/memory/add", """{"user_id":"alice"}""", 400, "id")]
    [InlineData("POST", "/memory/add", """{"user_id":"alice","content":" "}""", 400, "id")]
    public async Task Request_ThatCannotBe_IsRefusedInTheContractsWords(string method, string path, string? body, int expected, string err)
    {
        await using ServerFixture fixture = await StartAsync();

        (int status, JsonNode reply) = await fixture.SendAsync(method, path, body);

        (status, (string?)reply["err"]).Should().Be((expected, err), reply.ToJsonString());
    }

    [Fact]
    public async Task Delete_OfAMemory_AnswersAndDeletes()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");

        (await fixture.SendAsync("DELETE", $"/memory/{id}")).Status.Should().Be(200);

        (await fixture.SendAsync("GET", $"/memory/{id}")).Status.Should().Be(404);
    }
}
