using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The project's settings, and its instructions in the question that a model is asked.</summary>
public sealed class PlatformProjectTests
{
    private const string Project = "/api/v1/orgs/organizations/mem0sharp/projects/mem0sharp/";

    [Fact]
    public async Task Project_KeepsWhatItIsGiven_AlsoOverARestart()
    {
        await using ServerFixture fixture = await StartAsync();
        (await fixture.SendAsync("GET", Project)).Body["custom_instructions"].Should().BeNull();

        (int status, JsonNode reply) = await fixture.SendAsync(
            "PATCH", Project, """{"custom_instructions":"Only food.","custom_categories":[{"food":"What is eaten"}],"decay":true,"colour":"red"}""");
        await fixture.RestartAsync();
        JsonNode project = (await fixture.SendAsync("GET", Project)).Body;

        (status, (string?)reply["message"], reply["ignored"]!.ToJsonString()).Should().Be((200, "Project updated successfully", """["colour"]"""));
        ((string?)project["name"], (string?)project["custom_instructions"], (bool)project["decay"]!, project["custom_categories"]!.ToJsonString()).Should()
            .Be(("mem0sharp", "Only food.", true, """[{"food":"What is eaten"}]"""));
        project.AsObject().ContainsKey("colour").Should().BeFalse();
        (await fixture.SendAsync("GET", $"{Project}?fields=decay&fields=name")).Body.AsObject().Select(member => member.Key).Should().BeEquivalentTo("decay", "name");

        await fixture.SendAsync("PATCH", Project, """{"custom_instructions":null}""");
        (await fixture.SendAsync("GET", Project)).Body["custom_instructions"].Should().BeNull();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"colour":"red"}""")]
    [InlineData("""{"custom_instructions":["Only food."]}""")]
    [InlineData("""{"name":{}}""")]
    public async Task Project_IsNotChangedByWhatCannotBe(string body)
    {
        await using ServerFixture fixture = await StartAsync();

        (await fixture.SendAsync("PATCH", Project, body)).Status.Should().Be(400);
        (await fixture.SendAsync("PATCH", Project, $$"""{"custom_instructions":"{{new string('x', 10_001)}}"}""")).Status.Should().Be(400);
        (await fixture.SendAsync("PATCH", Project, $$"""{"custom_categories":["{{new string('x', 70_000)}}"]}""")).Status.Should().Be(400);
        (await fixture.SendAsync("PATCH", Project, """{"custom_instructions":"Only food."}""")).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("""{"user_id":"alice"}""", "Only food.")]
    [InlineData("""{"user_id":"alice","custom_instructions":"Only sports."}""", "Only sports.")]
    [InlineData("""{"agent_id":"coach"}""", "Only tools.")]
    [InlineData("""{"agent_id":"coach","custom_instructions":"Only sports."}""", "Only sports.")]
    [InlineData("""{"agent_id":"coach","agent_custom_instructions":"Only manners."}""", "Only manners.")]
    [InlineData("""{"agent_id":"coach","user_id":"alice"}""", "Only food.")]
    public async Task Add_AsksTheModelWithTheInstructionsOfTheCallOrElseOfTheProject(string body, string expected)
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.SendAsync("PATCH", Project, """{"custom_instructions":"Only food.","agent_custom_instructions":"Only tools."}""");
        fixture.Chat.Reply("""{"facts":[]}""");
        JsonObject add = JsonNode.Parse(body)!.AsObject();
        add["messages"] = "I like tea";

        (await fixture.SendAsync("POST", "/v3/memories/add/", add.ToJsonString())).Status.Should().Be(200);
        await fixture.UntilAsync(() => fixture.Chat.Requests.Count > 0);

        string asked = string.Concat(fixture.Chat.Requests[0].Messages.Select(message => message.Text));
        string[] all = ["Only food.", "Only tools.", "Only sports.", "Only manners."];
        all.Where(text => asked.Contains(text, StringComparison.Ordinal)).Should().Equal(expected);
    }

    [Fact]
    public async Task Project_IsForWhoMayTouchEverything_AndThereIsOne()
    {
        string alice = Mem0Key.Generate();
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(alice), UserId = "alice" });
            (options.OrganizationId, options.ProjectId) = ("acme", "support");
        });

        ((await fixture.SendAsync("GET", "/api/v1/orgs/organizations/acme/projects/support/", key: alice)).Status,
            (await fixture.SendAsync("PATCH", "/api/v1/orgs/organizations/acme/projects/support/", """{"name":"x"}""", alice)).Status).Should().Be((403, 403));
        (int status, JsonNode reply) = await fixture.SendAsync("GET", Project);
        (status, (string?)reply["message"]).Should().Be((404, "Project not found"));
        (await fixture.SendAsync("GET", "/api/v1/orgs/organizations/acme/projects/support/")).Status.Should().Be(200);
        JsonNode ping = (await fixture.SendAsync("GET", "/v1/ping/")).Body;
        ((string?)ping["org_id"], (string?)ping["project_id"]).Should().Be(("acme", "support"));
    }
}
