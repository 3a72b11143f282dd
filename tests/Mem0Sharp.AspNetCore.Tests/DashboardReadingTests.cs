using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>What the page reads, and no route of an API has.</summary>
public sealed class DashboardReadingTests
{
    private const string Ids = "/mem0/api/ids", Rows = "/mem0/api/rows";

    [Fact]
    public async Task Ids_OfMoreThanALine_AreAllOfThemNewestFirst()
    {
        await using ServerFixture fixture = await StartAsync();
        string[] texts = [.. Enumerable.Range(0, 2_500).Select(n => $"Fact {n}")];
        foreach (string[] part in texts.Chunk(1_000))
        {
            JsonArray messages = [.. part.Select(text => new JsonObject { ["role"] = "user", ["content"] = text })];
            await fixture.SendAsync("POST", "/mem0/api/add", new JsonObject { ["messages"] = messages, ["user_id"] = "alice", ["mode"] = "verbatim" }.ToJsonString());
        }

        await fixture.StoreAsync("Fact of another", "bob");

        JsonArray lines = (await fixture.SendAsync("POST", Ids, """{"user_id":"alice"}""")).Body.AsArray();
        string[] ids = [.. lines.SelectMany(line => line!.AsArray()).Select(id => (string)id!)];
        string[] expected = await fixture.Memory.GetAllAsync(MemoryScope.ForUser("alice"), cancellationToken: Token).Select(item => item.Id).ToArrayAsync(Token);

        lines.Select(line => line!.AsArray().Count).Should().Equal(1_000, 1_000, 500);
        ids.Should().Equal(expected);
    }

    [Fact]
    public async Task Ids_AsOfAMoment_AreOfWhatWasKnownThenAndRowsAreAsTheyWere()
    {
        await using ServerFixture fixture = await StartAsync();
        string tea = await fixture.StoreAsync("Likes tea");
        DateTimeOffset then = fixture.Time.GetUtcNow();
        fixture.Time.SetUtcNow(then.AddHours(1));
        await fixture.Memory.UpdateAsync(tea, "Likes rum", cancellationToken: Token);
        string chess = await fixture.StoreAsync("Plays chess");
        string known = $"\"known_at\":{then.ToUnixTimeSeconds()}";

        (await fixture.SendAsync("POST", Ids, $$"""{"user_id":"alice",{{known}}}""")).Body.ToJsonString().Should().Be($"[[\"{tea}\"]]");
        (await fixture.SendAsync("POST", Ids, """{"user_id":"alice"}""")).Body.ToJsonString().Should().Be($"[[\"{chess}\",\"{tea}\"]]");
        string both = $$"""{"ids":["{{tea}}","{{chess}}"]""";
        (await fixture.SendAsync("POST", Rows, $"{both},{known}}}")).Body["results"]!.AsArray().Select(row => (string?)row?["memory"]).Should().Equal("Likes tea", null);
        (await fixture.SendAsync("POST", Rows, $"{both}}}")).Body["results"]!.AsArray().Select(row => (string?)row?["memory"]).Should().Equal("Likes rum", "Plays chess");
    }

    [Theory]
    [InlineData(Ids, """{"user_id":"alice","filters":{"AND":1}}""")]
    [InlineData(Ids, "{}")]
    [InlineData(Rows, """{"ids":[]}""")]
    [InlineData(Rows, "{}")]
    [InlineData("/mem0/api/extent", "{}")]
    [InlineData("/mem0/api/lift", """{"user_id":"alice"}""")]
    [InlineData("/mem0/api/delete", "{}")]
    [InlineData("/mem0/api/add", """{"user_id":"alice","messages":"Hello","mode":"wild"}""")]
    public async Task Call_ThatSaysTooLittleOrWrong_IsRefusedWithWhatIsMissing(string path, string body)
    {
        await using ServerFixture fixture = await StartAsync();

        (int status, JsonNode problem) = await fixture.SendAsync("POST", path, body);

        status.Should().Be(400);
        ((string)problem["detail"]!).Length.Should().BeGreaterThan(10);
    }

    [Fact]
    public async Task Extent_OfSomebody_CountsWhatIsAndWasThere()
    {
        await using ServerFixture fixture = await StartAsync();
        string tea = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.UpdateAsync(tea, "Likes rum", cancellationToken: Token);
        await fixture.Memory.DeleteAsync(await fixture.StoreAsync("Plays chess"), cancellationToken: Token);

        (await fixture.SendAsync("POST", "/mem0/api/extent", """{"user_id":"alice"}""")).Body.ToJsonString().Should().Be("""{"memories":1,"deleted":1,"versions":4}""");
    }

    [Fact]
    public async Task Add_OfAConversation_SaysWhatEachStageMadeOfIt()
    {
        await using ServerFixture fixture = await StartAsync();
        string tea = await fixture.StoreAsync("Likes tea");
        fixture.Chat.Reply("""{"facts":[{"text":"Likes rum","messages":[0],"intent":"correction","replaces":"Likes tea"},{"text":"Plays chess","messages":[0]}]}""")
            .Reply("""{"decisions":[{"fact":0,"event":"UPDATE","candidate":0,"text":"Likes rum","old_text":"Likes tea"},{"fact":1,"event":"ADD"}]}""");

        (int status, JsonNode trace) = await fixture.SendAsync(
            "POST", "/mem0/api/add", """{"user_id":"alice","messages":[{"role":"user","content":"I do not like tea, I like rum. I play chess."}],"mode":"reconcile"}""");

        status.Should().Be(200, trace.ToJsonString());
        JsonArray facts = trace["facts"]!.AsArray();
        facts.Select(fact => (string?)fact!["text"]).Should().Equal("Likes rum", "Plays chess");
        facts[0]!["candidates"]!.AsArray().Select(candidate => (string?)candidate!["item"]!["id"]).Should().Contain(tea);
        ((int)trace["model_calls"]!).Should().Be(2);
        trace["milliseconds"]!.AsObject().Select(stage => stage.Key).Should().Equal("extraction", "search", "arbitration", "writing");
    }

    [Fact]
    public async Task Lift_OfAValueThatSomebodyRejected_LetsItBeLearnedAgain()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.DeleteAsync(id, cancellationToken: Token);

        const string Lift = """{"user_id":"alice","text":"Likes tea"}""";
        (await fixture.SendAsync("POST", "/mem0/api/lift", Lift)).Body.ToJsonString().Should().Be("""{"lifted":true}""");
        (await fixture.SendAsync("POST", "/mem0/api/lift", Lift)).Body.ToJsonString().Should().Be("""{"lifted":false}""");
    }
}
