using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>Lists and searches, with filters in the platform's grammar.</summary>
public sealed class PlatformReadingTests
{
    [Fact]
    public async Task List_OfSeveralPages_SaysHowManyThereAreAndWhereTheNextIs()
    {
        await using ServerFixture fixture = await FilledAsync();

        JsonNode first = (await fixture.SendAsync("POST", "/v3/memories/?page=1&page_size=2", """{"filters":{"user_id":"alice"}}""")).Body;
        JsonNode last = (await fixture.SendAsync("POST", "/v3/memories/?page=2&page_size=2", """{"filters":{"user_id":"alice"}}""")).Body;

        ((int?)first["count"], first["previous"]).Should().Be((3, null));
        ((string?)first["next"]).Should().EndWith("/v3/memories/?page=2&page_size=2");
        Texts(first).Concat(Texts(last)).Should().Equal("Likes cake", "Likes green tea", "Likes tea");
        (last["next"], (string?)last["previous"] is not null).Should().Be((null, true));
    }

    [Theory]
    [InlineData("""{"user_id":"nobody"}""", new string[0])]
    [InlineData("""{"AND":[{"user_id":"alice"},{"agent_id":"coach"}]}""", new[] { "Likes cake" })]
    [InlineData("""{"OR":[{"user_id":"bob"},{"agent_id":"coach"}]}""", new[] { "Likes cake", "Likes rum" })]
    [InlineData("""{"user_id":{"in":["alice","bob"]},"metadata":{"hot":true}}""", new[] { "Likes tea" })]
    [InlineData("""{"AND":[{"user_id":"alice"},{"NOT":{"agent_id":"coach"}}]}""", new[] { "Likes green tea", "Likes tea" })]
    [InlineData("""{"AND":[{"user_id":"alice"},{"user_id":"bob"}]}""", new string[0])]
    [InlineData("""{"AND":[{"user_id":"alice"},{"keywords":"GREEN"}]}""", new[] { "Likes green tea" })]
    [InlineData("""{"user_id":"*"}""", new[] { "Likes cake", "Likes green tea", "Likes rum", "Likes tea" })]
    [InlineData("""{"AND":[{"user_id":"alice"},{"agent_id":"*"}]}""", new[] { "Likes cake" })]
    [InlineData("""{"AND":[{"user_id":"alice"},{"created_at":{"gte":"2026-03-01T13:30:00Z"}}]}""", new[] { "Likes cake" })]
    public async Task List_WithAFilter_FindsWhatMatches(string filters, string[] expected)
    {
        await using ServerFixture fixture = await FilledAsync();

        (int status, JsonNode body) = await fixture.SendAsync("POST", "/v3/memories/", $$"""{"filters":{{filters}}}""");

        status.Should().Be(200, body.ToJsonString());
        Texts(body).Order(StringComparer.Ordinal).Should().Equal(expected);
        ((int?)body["count"]).Should().Be(expected.Length);
        JsonNode found = (await fixture.SendAsync("POST", "/v3/memories/search/", $$"""{"filters":{{filters}},"query":"likes tea cake rum"}""")).Body;
        Texts(found).Order(StringComparer.Ordinal).Should().Equal(expected, "a search finds no less");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"filters":{}}""")]
    [InlineData("""{"filters":[]}""")]
    [InlineData("""{"filters":{"metadata":{"a":1}}}""")]
    [InlineData("""{"filters":{"NOT":{"user_id":"alice"}}}""")]
    [InlineData("""{"filters":{"OR":[{"user_id":"alice"},{"metadata":{"a":1}}]}}""")]
    [InlineData("""{"filters":{"user_id":"alice","planet":"mars"}}""")]
    [InlineData("""{"filters":{"user_id":"al ice"}}""")]
    [InlineData("""{"filters":{"AND":{"user_id":"alice"}}}""")]
    [InlineData("""{"filters":{"AND":[1]}}""")]
    [InlineData("""{"filters":{"user_id":{"in":[1]}}}""")]
    public async Task ListAndSearch_WithoutWhoseOrWithAFilterThatIsNone_AreRefused(string body)
    {
        await using ServerFixture fixture = await FilledAsync();

        (int status, JsonNode reply) = await fixture.SendAsync("POST", "/v3/memories/", body);
        int searched = (await fixture.SendAsync("POST", "/v3/memories/search/", body[..^1] + (body.Length > 2 ? "," : string.Empty) + "\"query\":\"tea\"}")).Status;

        (status, searched).Should().Be((400, 400), reply.ToJsonString());
        ((string?)reply["error"]).Should().NotBeNullOrEmpty().And.NotContain("alice");
    }

    [Fact]
    public async Task Search_InEachForm_AnswersAsItsClientsExpect()
    {
        await using ServerFixture fixture = await FilledAsync();

        JsonNode third = (await fixture.SendAsync("POST", "/v3/memories/search/", """{"query":" tea ","filters":{"user_id":"alice"},"top_k":2,"threshold":0.0}""")).Body;
        JsonNode second = (await fixture.SendAsync("POST", "/v2/memories/search/", """{"query":"tea","filters":{"user_id":"alice"}}""")).Body;
        JsonNode agentFramework = (await fixture.SendAsync("POST", "/v1/memories/search/", """{"query":"tea","user_id":"alice","agent_id":null,"app_id":null,"run_id":null}""")).Body;

        third["results"]!.AsArray().Should().HaveCount(2);
        JsonNode best = third["results"]![0]!;
        ((double)best["score"]!).Should().BeGreaterThan(0).And.BeLessThanOrEqualTo(1);
        best["score_breakdown"]!.AsObject().Select(part => part.Key).Should().Equal("semantic", "bm25", "entity");
        second.Should().BeOfType<JsonArray>();
        agentFramework.AsArray().Select(item => (string?)item!["memory"]).Should().Contain(["Likes tea", "Likes green tea"]).And.NotContain("Likes rum");
        agentFramework[0]!.AsObject().Select(member => member.Key).Should().Contain(
            ["id", "memory", "hash", "metadata", "score", "created_at", "updated_at", "user_id", "app_id", "agent_id", "session_id"]);
    }

    [Theory]
    [InlineData("""{"filters":{"user_id":"alice"}}""")]
    [InlineData("""{"filters":{"user_id":"alice"},"query":"  "}""")]
    [InlineData("""{"filters":{"user_id":"alice"},"query":"tea","top_k":-1}""")]
    [InlineData("""{"filters":{"user_id":"alice"},"query":"tea","top_k":1001}""")]
    [InlineData("""{"filters":{"user_id":"alice"},"query":"tea","threshold":1.1}""")]
    [InlineData("""{"filters":{"user_id":"alice"},"query":"tea","rerank":"yes"}""")]
    public async Task Search_WithAnArgumentThatCannotBe_IsRefused(string body)
    {
        await using ServerFixture fixture = await FilledAsync();

        (await fixture.SendAsync("POST", "/v3/memories/search/", body)).Status.Should().Be(400);
    }

    [Fact]
    public async Task Search_ForNoResults_FindsNone()
    {
        await using ServerFixture fixture = await FilledAsync();

        JsonNode body = (await fixture.SendAsync("POST", "/v3/memories/search/", """{"filters":{"user_id":"alice"},"query":"tea","top_k":0}""")).Body;

        body["results"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task List_OfExpiredMemories_ShowsThemOnlyWhereAsked()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea", more: """{"expiration_date":"2026-03-01"}""");
        Texts((await fixture.SendAsync("POST", "/v3/memories/", """{"filters":{"user_id":"alice"}}""")).Body).Should().ContainSingle("today is not over");

        fixture.Time.Advance(TimeSpan.FromHours(12));

        Texts((await fixture.SendAsync("POST", "/v3/memories/", """{"filters":{"user_id":"alice"}}""")).Body).Should().BeEmpty();
        Texts((await fixture.SendAsync("POST", "/v3/memories/", """{"filters":{"user_id":"alice"},"show_expired":true}""")).Body).Should().ContainSingle();
    }

    private static IEnumerable<string?> Texts(JsonNode page) => page["results"]!.AsArray().Select(item => (string?)item!["memory"]);

    private static async Task<ServerFixture> FilledAsync()
    {
        ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea", more: """{"metadata":{"hot":true}}""");
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.StoreAsync("Likes green tea");
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.StoreAsync("Likes cake", more: """{"agent_id":"coach"}""");
        await fixture.StoreAsync("Likes rum", "bob");
        return fixture;
    }
}
