using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The log of changes, in pages and as it grows.</summary>
public sealed class NativeChangesTests
{
    private const string Changes = "/mem0sharp/v1/changes";

    private static readonly string Alice = Mem0Key.Generate();

    [Fact]
    public async Task Page_AfterPage_HasEachChangeOnce()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        await fixture.StoreAsync("Likes rum", "bob");
        await fixture.Memory.UpdateAsync(id, "Likes green tea", new MemoryUpdateOptions { ChangedBy = "coach", Reason = "said so" }, Token);
        await fixture.Memory.DeleteAsync(id, cancellationToken: Token);

        List<JsonNode> seen = [];
        for (long last = 0; ;)
        {
            JsonNode page = (await fixture.SendAsync("GET", $"{Changes}?after={last}&limit=1")).Body;
            if (page["results"]!.AsArray() is not [{ } change])
            {
                ((long)page["last"]!).Should().Be(last);
                break;
            }

            seen.Add(change);
            last = (long)page["last"]!;
            last.Should().Be((long)change["sequence"]!);
        }

        seen.Select(change => ((string?)change["event"], (string?)change["old_memory"], (string?)change["new_memory"])).Should().Equal(
            ("ADD", null, "Likes tea"), ("ADD", null, "Likes rum"), ("UPDATE", "Likes tea", "Likes green tea"), ("DELETE", "Likes green tea", null));
        ((string?)seen[2]["changed_by"], (string?)seen[2]["reason"], (int)seen[2]["item"]!["version"]!).Should().Be(("coach", "said so", 2));
        ((string?)seen[2]["old_hash"]).Should().Be((string?)seen[0]["new_hash"]);
        (await fixture.SendAsync("GET", $"{Changes}?user_id=bob")).Body["results"]!.AsArray().Should().ContainSingle();
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?limit=x")]
    [InlineData("?after=-1")]
    [InlineData("?after=1&after=2")]
    [InlineData("?user_id=al%20ice")]
    public async Task Page_ThatCannotBe_IsAProblem(string query)
    {
        await using ServerFixture fixture = await StartAsync();

        using HttpResponseMessage response = await fixture.RawAsync("GET", Changes + query);

        ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString()).Should().Be((400, "application/problem+json"));
        JsonNode problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
        ((string?)problem["type"], (string?)problem["title"], (int)problem["status"]!, (string?)problem["code"], (string?)problem["request_id"]).Should().Be(
            ("urn:mem0sharp:problem:validation_failed", "Bad Request", 400, "validation_failed", response.Headers.GetValues("X-Request-ID").Single()));
    }

    [Theory]
    [InlineData("application/json", false)]
    [InlineData("*/*", false)]
    [InlineData("text/event-stream", true)]
    [InlineData("text/event-stream;q=0", false)]
    [InlineData("application/json, text/event-stream;q=0.5", false)]
    [InlineData("application/json;q=0.5, TEXT/EVENT-STREAM", true)]
    public async Task Accept_OfEachKind_ChoosesPageOrStream(string accept, bool isStream)
    {
        await using ServerFixture fixture = await StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, Changes);
        request.Headers.Add("Authorization", $"Token {AdminKey}");
        request.Headers.Add("Accept", accept);

        using HttpResponseMessage response = await fixture.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);

        (response.Content.Headers.ContentType!.MediaType is "text/event-stream").Should().Be(isStream);
    }

    [Fact]
    public async Task Stream_WhileChangesAreMade_HasEachWhenItIsMade()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        await using ServerEvents events = await ServerEvents.OpenAsync(fixture, Changes);

        (await events.NextAsync())!.Value.Event.Should().Be("ADD");
        await fixture.Memory.UpdateAsync(id, "Likes tea\nand \u2028 rum", cancellationToken: Token);
        (long sequence, string name, JsonNode data) = (await events.NextAsync())!.Value;
        await fixture.Memory.DeleteAsync(id, cancellationToken: Token);

        (name, (long)data["sequence"]!, (string?)data["new_memory"]).Should().Be(("UPDATE", sequence, "Likes tea\nand \u2028 rum"));
        (await events.NextAsync())!.Value.Event.Should().Be("DELETE");
    }

    [Fact]
    public async Task Stream_ThatBrokeOff_GoesOnAfterTheLastEvent()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        await fixture.StoreAsync("Likes rum");
        long last;
        await using (ServerEvents first = await ServerEvents.OpenAsync(fixture, Changes))
        {
            last = (await first.NextAsync())!.Value.Id;
        }

        await fixture.Memory.DeleteAsync(id, cancellationToken: Token);
        await using ServerEvents second = await ServerEvents.OpenAsync(fixture, $"{Changes}?after=0", lastEventId: $"{last}");
        await using ServerEvents after = await ServerEvents.OpenAsync(fixture, $"{Changes}?after={last}");

        foreach (ServerEvents events in (ServerEvents[])[second, after])
        {
            ((string?)(await events.NextAsync())!.Value.Data["new_memory"], (await events.NextAsync())!.Value.Event).Should().Be(("Likes rum", "DELETE"));
        }
    }

    [Fact]
    public async Task Stream_AfterAnIdThatIsNone_IsRefused()
    {
        await using ServerFixture fixture = await StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, Changes);
        request.Headers.Add("Authorization", $"Token {AdminKey}");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Last-Event-ID", "x");

        using HttpResponseMessage response = await fixture.Client.SendAsync(request, Token);

        ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType).Should().Be((400, "application/problem+json"));
    }

    [Fact]
    public async Task Stream_OfOneCaller_HasNothingOfAnothers_C1()
    {
        await using ServerFixture fixture = await WithAliceAsync();
        await fixture.StoreAsync("Likes rum", "bob");
        await using ServerEvents events = await ServerEvents.OpenAsync(fixture, Changes, Alice);

        await fixture.StoreAsync("Likes gin", "bob");
        await fixture.StoreAsync("Likes tea");

        ((string?)(await events.NextAsync())!.Value.Data["new_memory"]).Should().Be("Likes tea");
        JsonNode page = (await fixture.SendAsync("GET", Changes, key: Alice)).Body;
        page["results"]!.AsArray().Select(change => (string?)change!["new_memory"]).Should().Equal("Likes tea");
    }

    [Fact]
    public async Task Stream_WhileNothingHappens_HasACommentAfterFifteenSecondsAndAgain()
    {
        await using ServerFixture fixture = await StartAsync();
        await using ServerEvents events = await ServerEvents.OpenAsync(fixture, Changes);
        await events.CommentAsync();
        long before = fixture.Time.GetTimestamp();

        await AdvanceUntilAsync(fixture, events.CommentAsync());

        fixture.Time.GetElapsedTime(before).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(15));
        await AdvanceUntilAsync(fixture, events.CommentAsync());
        await AdvanceUntilAsync(fixture, events.CommentAsync());
    }

    [Fact]
    public async Task Stream_OfAKeyThatEnds_EndsWithIt()
    {
        DateTimeOffset end = new(2036, 3, 1, 13, 0, 0, TimeSpan.Zero);
        string brief = Mem0Key.Generate();
        await using ServerFixture fixture = await StartAsync(options =>
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(brief), UserId = "alice", ExpiresAt = end }));
        await using ServerEvents events = await ServerEvents.OpenAsync(fixture, Changes, brief);
        Task<(long, string, JsonNode)?> next = events.NextAsync();
        await AdvanceUntilAsync(fixture, () => events.Comments > 1);
        next.IsCompleted.Should().BeFalse("the key opens it still");

        fixture.Time.SetUtcNow(end);
        await AdvanceUntilAsync(fixture, next);

        (await next).Should().BeNull();
    }

    [Fact]
    public async Task Stream_WhenTheHostStops_EndsAsAWholeAnswer()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea");
        await using ServerEvents events = await ServerEvents.OpenAsync(fixture, Changes);
        (await events.NextAsync()).Should().NotBeNull();

        Task<(long, string, JsonNode)?> next = events.NextAsync();
        await fixture.StopAsync(Token);

        (await next).Should().BeNull("its end is said, not broken off");
    }

    // The clock stands still but for this; a timer may be set a moment after it was waited for.
    private static Task AdvanceUntilAsync(ServerFixture fixture, Task task) => AdvanceUntilAsync(fixture, () => task.IsCompleted);

    private static async Task AdvanceUntilAsync(ServerFixture fixture, Func<bool> isDone)
    {
        while (!isDone())
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(2), Token);
        }
    }

    private static Task<ServerFixture> WithAliceAsync() => StartAsync(options =>
    {
        options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
        options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(Alice), UserId = "alice" });
    });
}
