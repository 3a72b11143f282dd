using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>An export is an object of the caller's schema, which a model fills in from what is known when it is fetched.</summary>
public sealed class PlatformExportTests
{
    private const string Create = """
        {"schema":{"type":"object","properties":{"drink":{"type":"string"}},"required":["drink"]},"filters":{"AND":[{"user_id":"alice"}]},"export_instructions":"In one word."}
        """;

    [Fact]
    public async Task Export_IsFilledInByTheModel_FromTheMemoriesOfItsFilter()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea");
        await fixture.StoreAsync("Likes rum", "bob");
        (int status, JsonNode made) = await fixture.SendAsync("POST", "/v1/exports/", Create);
        fixture.Chat.Requests.Should().BeEmpty("nothing is asked before it is fetched");
        fixture.Chat.Reply("Here you are:\n```json\n{\"drink\":\"tea\"}\n```");

        JsonNode filled = (await fixture.SendAsync("POST", "/v1/exports/get/", $$"""{"memory_export_id":"{{made["id"]}}"}""")).Body;

        (status, filled.ToJsonString()).Should().Be((201, """{"drink":"tea"}"""));
        string asked = string.Concat(fixture.Chat.Requests.Single().Messages.Select(message => message.Text));
        asked.Should().Contain("Likes tea").And.Contain("In one word.").And.Contain("\"drink\"").And.NotContain("Likes rum");
    }

    [Fact]
    public async Task Export_CanBeFoundByItsFiltersAndOverARestart_ForAWeek()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea");
        await fixture.SendAsync("POST", "/v1/exports/", Create);
        await fixture.RestartAsync();
        fixture.Chat.Reply("""{"drink":"tea"}""");
        const string Get = """{"filters":{"AND":[{"user_id":"alice"}]}}""";

        (await fixture.SendAsync("POST", "/v1/exports/get/", Get)).Body.ToJsonString().Should().Be("""{"drink":"tea"}""");
        (await fixture.SendAsync("POST", "/v1/exports/get/", """{"filters":{"user_id":"alice"}}""")).Status.Should().Be(404, "those are other filters");
        fixture.Time.Advance(TimeSpan.FromDays(8));
        (int status, JsonNode gone) = await fixture.SendAsync("POST", "/v1/exports/get/", Get);
        (status, (string?)gone["error"]).Should().Be((404, "No memory export request found"));
    }

    [Fact]
    public async Task Export_HasNothingOfWhatWasErasedAfterItWasMade()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Zanzibar");
        string export = (string)(await fixture.SendAsync("POST", "/v1/exports/", Create)).Body["id"]!;
        fixture.Chat.Reply("""{"drink":"Zanzibar"}""");
        await fixture.SendAsync("POST", "/v1/exports/get/", $$"""{"memory_export_id":"{{export}}"}""");

        await fixture.Memory.EraseAsync(id, Token);

        (await fixture.SendAsync("POST", "/v1/exports/get/", $$"""{"memory_export_id":"{{export}}"}""")).Body.ToJsonString().Should().Be("{}");
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(fixture.DatabasePath)!, "*server*"))
        {
            using FileStream open = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader reader = new(open, System.Text.Encoding.Latin1);
            (await reader.ReadToEndAsync(Token)).Should().NotContain("Zanzibar");
        }
    }

    [Fact]
    public async Task Export_OfAnother_IsNoneToTheCaller()
    {
        string alice = Mem0Key.Generate(), bob = Mem0Key.Generate();
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(alice), UserId = "alice" });
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(bob), UserId = "bob" });
        });
        await fixture.StoreAsync("Likes tea");
        (await fixture.SendAsync("POST", "/v1/exports/", Create, bob)).Status.Should().Be(403);
        string id = (string)(await fixture.SendAsync("POST", "/v1/exports/", Create, alice)).Body["id"]!;
        fixture.Chat.Reply("""{"drink":"tea"}""");

        (await fixture.SendAsync("POST", "/v1/exports/get/", $$"""{"memory_export_id":"{{id}}"}""", bob)).Status.Should().Be(404);
        (await fixture.SendAsync("POST", "/v1/exports/get/", """{"filters":{"AND":[{"user_id":"alice"}]}}""", bob)).Status.Should().Be(404);
        fixture.Chat.Requests.Should().BeEmpty();
        (await fixture.SendAsync("POST", "/v1/exports/get/", $$"""{"memory_export_id":"{{id}}"}""", alice)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Answer_ThatDoesNotFit_IsAskedForOnceMore_AndThenIsAnError()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea");
        string get = $$"""{"memory_export_id":"{{(await fixture.SendAsync("POST", "/v1/exports/", Create)).Body["id"]}}"}""";

        fixture.Chat.Reply("I cannot.").Reply("""{"drink":"tea"}""");
        (await fixture.SendAsync("POST", "/v1/exports/get/", get)).Body.ToJsonString().Should().Be("""{"drink":"tea"}""");
        fixture.Chat.Reply("""{"food":"zanzibar"}""").Reply("""{"drink":""");
        (int status, JsonNode refused) = await fixture.SendAsync("POST", "/v1/exports/get/", get);

        status.Should().Be(502);
        refused.ToJsonString().Should().NotContain("zanzibar");
    }

    [Fact]
    public async Task Model_ThatCannotBeReached_IsAnErrorThatSaysNothingOfTheMemories()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes zanzibar");
        string get = $$"""{"memory_export_id":"{{(await fixture.SendAsync("POST", "/v1/exports/", Create)).Body["id"]}}"}""";
        fixture.Chat.Fail(new HttpRequestException("refused: Likes zanzibar"));

        (int status, JsonNode refused) = await fixture.SendAsync("POST", "/v1/exports/get/", get);

        status.Should().Be(502);
        refused.ToJsonString().Should().NotContain("zanzibar");
    }

    [Fact]
    public async Task Host_WithoutAModel_SaysSo()
    {
        await using ServerFixture fixture = await StartAsync();
        fixture.HasModel = false;
        await fixture.RestartAsync();

        (int status, JsonNode refused) = await fixture.SendAsync("POST", "/v1/exports/", Create);

        (status, ((string)refused["error"]!).Contains("IChatClient", StringComparison.Ordinal)).Should().Be((501, true));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"schema":{"type":"object"}}""")]
    [InlineData("""{"schema":{"type":"object"},"filters":{}}""")]
    [InlineData("""{"schema":{},"filters":{"user_id":"alice"}}""")]
    [InlineData("""{"schema":"{","filters":{"user_id":"alice"}}""")]
    [InlineData("""{"schema":[1],"filters":{"user_id":"alice"}}""")]
    [InlineData("""{"schema":{"type":"object"},"filters":{"colour":"red"}}""")]
    public async Task Export_OfWhatCannotBe_IsRefused(string body)
    {
        await using ServerFixture fixture = await StartAsync();

        (await fixture.SendAsync("POST", "/v1/exports/", body)).Status.Should().Be(400);
        (await fixture.SendAsync("POST", "/v1/exports/", """{"schema":"{\"type\":\"object\"}","filters":{"user_id":"alice"}}""")).Status.Should().Be(201);
        (await fixture.SendAsync("POST", "/v1/exports/get/", "{}")).Status.Should().Be(400);
    }
}
