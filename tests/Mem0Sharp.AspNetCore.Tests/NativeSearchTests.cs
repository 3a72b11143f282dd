using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>Searching by the library's own route.</summary>
public sealed class NativeSearchTests
{
    private const string Search = "/mem0sharp/v1/search";

    [Fact]
    public async Task Search_AsOfAMoment_FindsTheVersionOfThen()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Drinks tea in the morning");
        DateTimeOffset then = fixture.Time.GetUtcNow();
        fixture.Time.SetUtcNow(then.AddHours(1));
        await fixture.Memory.UpdateAsync(id, "Drinks rum in the morning", cancellationToken: Token);

        JsonNode now = (await fixture.SendAsync("POST", Search, """{"query":"What does she drink in the morning?","user_id":"alice"}""")).Body;
        JsonNode past = (await fixture.SendAsync(
            "POST", Search, $$"""{"query":"What does she drink in the morning?","user_id":"alice","as_of":"{{then:O}}"}""")).Body;

        ((string?)now["results"]![0]!["item"]!["memory"], (int)now["results"]![0]!["item"]!["version"]!).Should().Be(("Drinks rum in the morning", 2));
        ((string?)past["results"]![0]!["item"]!["memory"], (int)past["results"]![0]!["item"]!["version"]!).Should().Be(("Drinks tea in the morning", 1));
        ((double)past["results"]![0]!["score"]!).Should().BeInRange(0, 1);
    }

    [Fact]
    public async Task Search_WithFiltersTopAndExplain_FindsWhatMatchesAndSaysHow()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea", more: """{"metadata":{"hot":true}}""");
        await fixture.StoreAsync("Likes iced tea");
        await fixture.StoreAsync("Likes tea too", "bob");

        JsonArray all = await ResultsAsync("""{"query":"tea","user_id":"alice"}""");
        JsonArray one = await ResultsAsync("""{"query":"tea","user_id":"alice","top":1,"explain":true}""");
        JsonArray hot = await ResultsAsync("""{"query":"tea","user_id":"alice","filters":{"hot":true},"mode":"keyword","min_trust":"standard"}""");

        (all.Count, one.Count, all[0]!["details"]).Should().Be((2, 1, null));
        ((double)one[0]!["details"]!["keyword"]!).Should().BePositive();
        hot.Select(found => (string?)found!["item"]!["memory"]).Should().Equal("Likes tea");

        async Task<JsonArray> ResultsAsync(string body) => (await fixture.SendAsync("POST", Search, body)).Body["results"]!.AsArray();
    }

    [Theory]
    [InlineData("""{"user_id":"alice"}""")]
    [InlineData("""{"query":"tea"}""")]
    [InlineData("""{"query":" ","user_id":"alice"}""")]
    [InlineData("""{"query":5,"user_id":"alice"}""")]
    [InlineData("""{"query":"tea","user_id":"al ice"}""")]
    [InlineData("""{"query":"tea","user_id":"alice","top":0}""")]
    [InlineData("""{"query":"tea","user_id":"alice","top":1001}""")]
    [InlineData("""{"query":"tea","user_id":"alice","top":"5"}""")]
    [InlineData("""{"query":"tea","user_id":"alice","top_k":5}""")]
    [InlineData("""{"query":"tea","user_id":"alice","as_of":"yesterday"}""")]
    [InlineData("""{"query":"tea","user_id":"alice","mode":"magic"}""")]
    [InlineData("""{"query":"tea","user_id":"alice","mode":2}""")]
    [InlineData("""{"query":"tea","user_id":"alice","rerank":null}""")]
    [InlineData("""{"query":"tea","user_id":"alice","filters":{"OR":{"a":1}}}""")]
    [InlineData("""{"query":"tea","user_id":"alice","filters":[]}""")]
    public async Task Search_ThatCannotBe_IsRefused(string body)
    {
        await using ServerFixture fixture = await StartAsync();

        (await fixture.SendAsync("POST", Search, body)).Status.Should().Be(400);
    }
}
