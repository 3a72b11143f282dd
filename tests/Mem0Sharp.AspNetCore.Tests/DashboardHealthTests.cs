using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The page says how the memory is, whether what is stored is sound, and what waits.</summary>
public sealed class DashboardHealthTests
{
    private const string Queue = "/mem0/api/queue";

    [Fact]
    public async Task Health_OfAMemoryThatWorks_NamesEachPart()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea");

        JsonNode health = (await fixture.SendAsync("GET", "/mem0/api/health")).Body;

        ((string?)health["status"]).Should().Be("healthy");
        health["checks"]!.AsArray().Select(check => (string?)check!["name"]).Should().Equal("history", "embedding_space", "vector_store", "embedder");
        health["checks"]!.AsArray().Should().OnlyContain(check => ((string?)check!["description"])!.Length > 0);
    }

    [Fact]
    public async Task Check_OfASoundStore_CountsWhatItRead()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.UpdateAsync(id, "Likes green tea", cancellationToken: Token);

        JsonNode found = (await fixture.SendAsync("POST", "/mem0/api/check")).Body;

        found.ToJsonString().Should().Be("""{"sound":true,"memories":1,"versions":2,"problem_count":0,"problems":[]}""");
    }

    [Fact]
    public async Task Queue_OfACallThatWaits_NamesItWithoutWhatItSays()
    {
        await using ServerFixture fixture = await WaitingAsync();

        JsonNode queue = (await fixture.SendAsync("GET", Queue)).Body;

        JsonNode call = queue["results"]!.AsArray().Single()!;
        ((string?)call["kind"], (string?)call["scope"]!["user_id"], (int)call["attempts"]!, (bool)call["set_aside"]!).Should().Be(("add", "alice", 0, false));
        ((bool)queue["more"]!).Should().BeFalse();
        queue.ToJsonString().Should().NotContain("zanzibar");
    }

    [Fact]
    public async Task Process_OfACallThatWaits_DoesIt()
    {
        await using ServerFixture fixture = await WaitingAsync();
        fixture.Chat.Reply("""{"facts":[{"text":"Moved to zanzibar","messages":[0]}]}""");

        (await fixture.SendAsync("POST", $"{Queue}/process")).Body.ToJsonString().Should().Be("""{"done":1,"waiting":0,"set_aside":0}""");

        (await fixture.SendAsync("GET", Queue)).Body["results"]!.AsArray().Should().BeEmpty();
        (await fixture.Memory.CountAsync(MemoryScope.ForUser("alice"), cancellationToken: Token)).Should().Be(1);
    }

    [Fact]
    public async Task Discard_OfACallThatWaits_GivesItUpOnce()
    {
        await using ServerFixture fixture = await WaitingAsync();
        string id = (string)(await fixture.SendAsync("GET", Queue)).Body["results"]![0]!["id"]!;

        (await fixture.SendAsync("DELETE", $"{Queue}/{id}")).Body.ToJsonString().Should().Be("""{"discarded":true}""");
        (await fixture.SendAsync("DELETE", $"{Queue}/{id}")).Body.ToJsonString().Should().Be("""{"discarded":false}""");

        (await fixture.SendAsync("GET", Queue)).Body["results"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Last_AfterAChange_IsItsPlaceInTheLog()
    {
        await using ServerFixture fixture = await StartAsync();
        (await fixture.SendAsync("GET", "/mem0/api/last")).Body.ToJsonString().Should().Be("""{"last":0}""");
        await fixture.StoreAsync("Likes tea");

        long last = (long)(await fixture.SendAsync("GET", "/mem0/api/last")).Body["last"]!;

        last.Should().Be(await fixture.Memory.GetLastSequenceAsync(Token)).And.BePositive();
        (await fixture.SendAsync("GET", $"/mem0/api/changes?after={last}")).Body["results"]!.AsArray().Should().BeEmpty();
    }

    /// <summary>Starts a host that leaves the queue alone, with one call in it.</summary>
    private static async Task<ServerFixture> WaitingAsync()
    {
        ServerFixture fixture = await StartAsync(services: services => services.Configure<MemoryOptions>(options => options.ProcessesQueue = false));
        (int status, JsonNode reply) = await fixture.SendAsync("POST", "/v3/memories/add/", """{"user_id":"alice","messages":"I moved to zanzibar"}""");
        (status, (string?)reply["status"]).Should().Be((200, "PENDING"));
        return fixture;
    }
}
