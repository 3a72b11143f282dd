using System.Text;
using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>What is erased by the library's own routes is gone for good, and there is a receipt for it.</summary>
public sealed class NativeErasingTests
{
    private const string Root = "/mem0sharp/v1", Secret = "zanzibar";

    [Fact]
    public async Task Erase_OfAMemory_LeavesNoByteOfItAndAReceiptThatHolds()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync($"Lives in {Secret}"), other = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.UpdateAsync(id, $"Lives near {Secret}", cancellationToken: Token);
        IsInFile(fixture, Secret).Should().BeTrue();

        (int status, JsonNode receipt) = await fixture.SendAsync("POST", $"{Root}/memories/{id}/erase");

        status.Should().Be(200);
        receipt["memory_ids"]!.AsArray().Select(erased => (string?)erased).Should().Equal(id);
        ((string?)receipt["hash"]).Should().HaveLength(64);
        IsInFile(fixture, Secret).Should().BeFalse();
        IsInFile(fixture, "Likes tea").Should().BeTrue();
        (await fixture.SendAsync("GET", $"{Root}/memories/{id}/history")).Status.Should().Be(404);
        (await fixture.SendAsync("POST", $"{Root}/memories/{id}/erase")).Status.Should().Be(404);
        (await fixture.SendAsync("POST", $"{Root}/memories/{id}/restore", """{"version":1}""")).Status.Should().Be(404);
        JsonNode verified = (await fixture.SendAsync("POST", $"{Root}/erase/verify", receipt.ToJsonString())).Body;
        ((bool)verified["verified"]!, verified["problems"]!.AsArray().Count).Should().Be((true, 0));
        await fixture.RestartAsync();
        ((bool)(await fixture.SendAsync("POST", $"{Root}/erase/verify", receipt.ToJsonString())).Body["verified"]!).Should().BeTrue();
        (await fixture.SendAsync("GET", $"{Root}/memories/{other}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Verify_OfAReceiptThatDoesNotHold_SaysWhy()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        JsonNode receipt = (await fixture.SendAsync("POST", $"{Root}/memories/{await fixture.StoreAsync("Likes rum")}/erase")).Body;
        receipt["memory_ids"] = new JsonArray(id);

        (int status, JsonNode answer) = await fixture.SendAsync("POST", $"{Root}/erase/verify", receipt.ToJsonString());

        (status, (bool)answer["verified"]!).Should().Be((200, false));
        answer["problems"]!.AsArray().Select(problem => (string?)problem).Should().Contain($"Memory {id} is in the store.");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"memory_ids":[],"erased_at":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"memory_ids":[null],"erased_at":"2026-01-01T00:00:00Z","hash":""}""")]
    [InlineData("""{"memory_ids":[],"erased_at":"never","hash":""}""")]
    [InlineData("""{"memory_ids":[],"erased_at":null,"hash":""}""")]
    public async Task Verify_OfWhatIsNoReceipt_IsRefused(string body)
    {
        await using ServerFixture fixture = await StartAsync();

        (await fixture.SendAsync("POST", $"{Root}/erase/verify", body)).Status.Should().Be(400);
    }

    [Fact]
    public async Task EraseAll_OfAUser_LeavesWhatIsOthers()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync($"Lives in {Secret}", "bob");
        string gone = await fixture.StoreAsync($"Likes {Secret}", "bob"), other = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.DeleteAsync(gone, cancellationToken: Token);

        (int status, JsonNode receipt) = await fixture.SendAsync("POST", $"{Root}/erase", """{"user_id":"bob"}""");

        (status, receipt["memory_ids"]!.AsArray().Count).Should().Be((200, 2), "deleted ones too");
        IsInFile(fixture, Secret).Should().BeFalse();
        (await fixture.SendAsync("GET", $"{Root}/memories/{other}")).Status.Should().Be(200);
        JsonNode nothing = (await fixture.SendAsync("POST", $"{Root}/erase", """{"user_id":"bob"}""")).Body;
        nothing["memory_ids"]!.AsArray().Should().BeEmpty();
        ((bool)(await fixture.SendAsync("POST", $"{Root}/erase/verify", receipt.ToJsonString())).Body["verified"]!).Should().BeTrue();
    }

    // Each of these would mean more than was meant, if what cannot be read of it were passed over.
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"user_id":null}""")]
    [InlineData("""{"user_id":null,"agent_id":"coach"}""")]
    [InlineData("""{"userId":"alice","agent_id":"coach"}""")]
    [InlineData("""{"user_id":""}""")]
    [InlineData("""{"user_id":["alice"]}""")]
    [InlineData("""{"user_id":5,"agent_id":"coach"}""")]
    public async Task EraseAll_OfNobody_IsRefusedAndErasesNothing(string body)
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea", more: """{"agent_id":"coach"}""");

        (await fixture.SendAsync("POST", $"{Root}/erase", body)).Status.Should().Be(400);

        (await fixture.SendAsync("GET", $"{Root}/memories/{id}")).Status.Should().Be(200);
    }

    private static bool IsInFile(ServerFixture fixture, string text) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(fixture.DatabasePath)!).Any(file =>
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream whole = new();
            stream.CopyTo(whole);
            ReadOnlySpan<byte> bytes = whole.ToArray();
            return bytes.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
        });
}
