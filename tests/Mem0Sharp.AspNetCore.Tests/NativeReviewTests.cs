using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>What waits for somebody's decision, and how it is settled by the library's own routes.</summary>
public sealed class NativeReviewTests
{
    private const string Reviews = "/mem0sharp/v1/reviews";

    [Theory]
    [InlineData("use_known", "Likes rum", 1)]
    [InlineData("use_kept", "Likes gin", 1)]
    [InlineData("use_both", "Likes gin", 2)]
    public async Task Settle_OfTwoMemories_LeavesWhatHolds(string decision, string holds, int left)
    {
        await using ServerFixture fixture = await StartAsync();
        (string known, string kept) = await ConflictAsync(fixture);
        JsonNode review = (await fixture.SendAsync("GET", $"{Reviews}?user_id=alice")).Body["results"]!.AsArray().Single()!;

        (int status, JsonNode settled) = await fixture.SendAsync("POST", $"{Reviews}/{review["kept"]!["id"]}", $$"""{"decision":"{{decision}}","reason":"asked her"}""");

        ((string?)review["kept"]!["id"], (string?)review["known"]!["id"], (bool)review["in_doubt"]!).Should().Be((kept, known, false));
        (status, (string?)settled["item"]!["memory"]).Should().Be((200, holds));
        (await fixture.Memory.CountAsync(MemoryScope.ForUser("alice"), cancellationToken: Token)).Should().Be(left);
        (await fixture.SendAsync("GET", $"{Reviews}?user_id=alice")).Body["results"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Settle_OfADoubtedMemory_LeavesNoneOrIt()
    {
        await using ServerFixture fixture = await StartAsync();
        string one = await fixture.StoreAsync("Likes tea"), other = await fixture.StoreAsync("Has a cat");
        await fixture.Memory.FeedbackAsync(one, MemoryFeedback.Negative, cancellationToken: Token);
        await fixture.Memory.FeedbackAsync(other, MemoryFeedback.Negative, cancellationToken: Token);
        JsonArray reviews = (await fixture.SendAsync("GET", $"{Reviews}?user_id=alice")).Body["results"]!.AsArray();

        JsonNode gone = (await fixture.SendAsync("POST", $"{Reviews}/{one}", """{"decision":"use_known"}""")).Body;
        JsonNode stays = (await fixture.SendAsync("POST", $"{Reviews}/{other}", """{"decision":"use_kept"}""")).Body;

        reviews.Select(review => ((bool)review!["in_doubt"]!, review["known"])).Should().Equal((true, null), (true, null));
        (gone.ToJsonString(), (string?)stays["item"]!["memory"]).Should().Be(("{}", "Has a cat"));
    }

    [Fact]
    public async Task List_WithALimit_HasSoManyOfThem()
    {
        await using ServerFixture fixture = await StartAsync();
        for (int i = 0; i < 3; i++)
        {
            await fixture.Memory.FeedbackAsync(await fixture.StoreAsync($"Likes tea {i}"), MemoryFeedback.Negative, cancellationToken: Token);
        }

        (await fixture.SendAsync("GET", $"{Reviews}?user_id=alice&limit=2")).Body["results"]!.AsArray().Should().HaveCount(2);
        (await fixture.SendAsync("GET", $"{Reviews}?user_id=alice&limit=0")).Status.Should().Be(400);
        (await fixture.SendAsync("GET", Reviews)).Status.Should().Be(400, "whoever may touch everything says whose are meant");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"decision":null}""")]
    [InlineData("""{"decision":1}""")]
    [InlineData("""{"decision":"whichever"}""")]
    [InlineData("""{"decision":"use_kept","by":"alice"}""")]
    public async Task Settle_WithoutADecision_IsRefusedAndSettlesNothing(string body)
    {
        await using ServerFixture fixture = await StartAsync();
        (_, string kept) = await ConflictAsync(fixture);

        (await fixture.SendAsync("POST", $"{Reviews}/{kept}", body)).Status.Should().Be(400);

        (await fixture.SendAsync("GET", $"{Reviews}?user_id=alice")).Body["results"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Settle_OfWhatIsNotInReview_IsRefused()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");

        (await fixture.SendAsync("POST", $"{Reviews}/{id}", """{"decision":"use_both"}""")).Status.Should().Be(400);
        (await fixture.SendAsync("POST", $"{Reviews}/any", """{"decision":"use_both"}""")).Status.Should().Be(404);
    }

    private static async Task<(string Known, string Kept)> ConflictAsync(ServerFixture fixture)
    {
        string known = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.UpdateAsync(known, "Likes rum", cancellationToken: Token);
        MemoryUpdateResult late = await fixture.Memory.UpdateAsync(
            known, "Likes gin", new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token);
        return (known, late.Item.Id);
    }
}
