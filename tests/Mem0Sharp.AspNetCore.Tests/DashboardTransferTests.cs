using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>Memories leave a host by the page as a file, and come into another as what they were.</summary>
public sealed class DashboardTransferTests
{
    private const string Export = "/mem0/api/export", Import = "/mem0/api/import";

    private static readonly string Alice = Mem0Key.Generate(), Reader = Mem0Key.Generate();

    [Fact]
    public async Task Export_OfOneHostImportedIntoAnother_IsTheSame()
    {
        await using ServerFixture from = await StartAsync(), to = await StartAsync();
        string tea = await from.StoreAsync("Likes tea", more: """{"agent_id":"coach","metadata":{"cups":2}}"""), gone = await from.StoreAsync("Lives in Paris");
        await from.StoreAsync("Plays chess", "bob");
        await from.Memory.UpdateAsync(tea, "Likes green tea", new MemoryUpdateOptions { Reason = "she said so" }, Token);
        await from.Memory.DeleteAsync(gone, cancellationToken: Token);

        using HttpResponseMessage export = await from.RawAsync("GET", Export);
        string file = await export.Content.ReadAsStringAsync(Token);
        (int status, JsonNode counts) = await to.SendAsync("POST", $"{Import}?format=export", file);

        (export.StatusCode, export.Content.Headers.ContentType?.MediaType).Should().Be((HttpStatusCode.OK, "application/x-ndjson"));
        export.Content.Headers.ContentDisposition?.ToString().Should().Be("attachment; filename=\"memories-20260301-120000.jsonl\"");
        export.Headers.CacheControl?.NoStore.Should().BeTrue();
        status.Should().Be(200);
        counts.ToJsonString().Should().Be("""{"imported":3,"unchanged":0,"failed":0,"failures":[]}""");
        (await HistoryAsync(to)).Should().Equal(await HistoryAsync(from)).And.HaveCount(5);
        using HttpResponseMessage again = await to.RawAsync("GET", Export);
        (await again.Content.ReadAsStringAsync(Token)).Should().Be(file, "both stand at the same moment of their clocks");
        (await to.SendAsync("POST", $"{Import}?format=export", file)).Body.ToJsonString().Should().Be("""{"imported":0,"unchanged":3,"failed":0,"failures":[]}""");
    }

    [Fact]
    public async Task Export_OfOneUser_HasNothingOfOthers()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea");
        await fixture.StoreAsync("Plays chess", "bob");

        string own = (await fixture.SendAsync("GET", $"{Export}?user_id=bob")).Body.ToJsonString(), all = (await fixture.SendAsync("GET", Export)).Body.ToJsonString();

        own.Should().Contain("Plays chess").And.NotContain("Likes tea").And.NotContain("alice");
        all.Should().Contain("Plays chess").And.Contain("Likes tea");
    }

    [Fact]
    public async Task Import_OfWhatMem0Answered_SaysWhatFailedAndWhy()
    {
        await using ServerFixture fixture = await StartAsync();
        const string Json = """{"results":[{"id":"one","memory":"Likes tea"},{"id":"two","memory":"Likes gin","user_id":"bob"},{"id":"three","memory":" ","user_id":"bob"}]}""";

        JsonNode without = (await fixture.SendAsync("POST", $"{Import}?format=mem0", Json)).Body;
        JsonNode with = (await fixture.SendAsync("POST", $"{Import}?format=mem0&user_id=alice&trust=untrusted", Json)).Body;

        ((int)without["imported"]!, (int)without["failed"]!).Should().Be((1, 2));
        without["failures"]!.AsArray().Select(failure => (string?)failure!["id"]).Should().BeEquivalentTo(["one", "three"]);
        without["failures"]!.AsArray().Select(failure => (string?)failure!["code"]).Should().OnlyContain(code => code == MemoryErrorCodes.Validation);
        ((int)with["imported"]!, (int)with["unchanged"]!, (int)with["failed"]!).Should().Be((1, 1, 1));
        MemoryItem? one = await fixture.Memory.GetAsync("one", Token);
        (one?.Scope.UserId, one?.Trust).Should().Be(("alice", MemoryTrust.Untrusted));
        with.ToJsonString().Should().NotContain("bob").And.NotContain("tea");
    }

    [Fact]
    public async Task Import_OfManyFailures_TellsTheFirstHundred()
    {
        await using ServerFixture fixture = await StartAsync();
        JsonArray items = [.. Enumerable.Range(0, 120).Select(n => new JsonObject { ["id"] = $"m{n}", ["memory"] = "Likes tea" })];

        JsonNode counts = (await fixture.SendAsync("POST", $"{Import}?format=mem0", items.ToJsonString())).Body;

        ((int)counts["failed"]!, counts["failures"]!.AsArray().Count).Should().Be((120, 100));
    }

    [Fact]
    public async Task Import_LongerThanABodyMayBe_IsReadAsItComes()
    {
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.MaxRequestBodyBytes = 1_024;
        });
        JsonArray items = [.. Enumerable.Range(0, 100).Select(n => new JsonObject { ["id"] = $"m{n}", ["memory"] = $"Likes tea number {n}", ["user_id"] = "alice" })];
        items.ToJsonString().Length.Should().BeGreaterThan(4_096);

        ((int)(await fixture.SendAsync("POST", $"{Import}?format=mem0", items.ToJsonString())).Body["imported"]!).Should().Be(100);

        (await fixture.SendAsync("POST", "/mem0/api/rows", items.ToJsonString())).Status.Should().Be(413);
    }

    [Theory]
    [InlineData("", "[]")]
    [InlineData("?format=wild", "[]")]
    [InlineData("?format=mem0&trust=wild", "[]")]
    [InlineData("?format=mem0", "{")]
    [InlineData("?format=mem0", "")]
    [InlineData("?format=export", "[]")]
    [InlineData("?format=export", "")]
    public async Task Import_OfWhatCannotBeRead_IsRefusedAndWritesNothing(string query, string body)
    {
        await using ServerFixture fixture = await StartAsync();

        (await fixture.SendAsync("POST", $"{Import}{query}", body)).Status.Should().Be(400);

        (await fixture.Memory.GetLastSequenceAsync(Token)).Should().Be(0);
    }

    [Fact]
    public async Task Import_OfAnExportThatIsCutOff_SaysSoAndGoesOnWhenItIsWhole()
    {
        await using ServerFixture from = await StartAsync(), to = await StartAsync();
        await from.StoreAsync("Likes tea");
        using HttpResponseMessage export = await from.RawAsync("GET", Export);
        string file = await export.Content.ReadAsStringAsync(Token);
        string cut = file[..file.TrimEnd('\n').LastIndexOf('\n')];

        (int status, JsonNode problem) = await to.SendAsync("POST", $"{Import}?format=export", cut);

        (status, (string?)problem["code"]).Should().Be((400, MemoryErrorCodes.Export));
        (await to.SendAsync("POST", $"{Import}?format=export", file)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Transfer_ByACallerOfOneScope_IsForbiddenBothWays()
    {
        await using ServerFixture fixture = await ThreeAsync();
        await fixture.StoreAsync("Likes tea");
        const string Json = """[{"id":"one","memory":"Likes gin","user_id":"alice"}]""";

        (int exported, JsonNode problem) = await fixture.SendAsync("GET", $"{Export}?user_id=alice", key: Alice);
        (int imported, _) = await fixture.SendAsync("POST", $"{Import}?format=mem0", Json, Alice);

        (exported, imported).Should().Be((403, 403));
        problem.ToJsonString().Should().NotContain("tea");
        (await fixture.Memory.GetAsync("one", Token)).Should().BeNull();
        (await fixture.SendAsync("GET", $"{Export}?user_id=alice")).Status.Should().Be(200);
        (await fixture.SendAsync("POST", $"{Import}?format=mem0", Json)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Transfer_ByAReader_TakesOutAndNotIn()
    {
        await using ServerFixture fixture = await ThreeAsync();
        await fixture.StoreAsync("Likes tea");
        const string Json = """[{"id":"one","memory":"Likes gin","user_id":"alice"}]""";

        (await fixture.SendAsync("POST", $"{Import}?format=mem0", Json, Reader)).Status.Should().Be(403);
        (await fixture.SendAsync("GET", Export, key: Reader)).Status.Should().Be(200);

        (await fixture.Memory.GetAsync("one", Token)).Should().BeNull();
    }

    [Fact]
    public async Task Import_ByAnotherPage_IsForbidden()
    {
        await using ServerFixture fixture = await StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, $"{Import}?format=mem0");
        request.Content = new StringContent("""[{"id":"one","memory":"Likes gin","user_id":"alice"}]""", Encoding.UTF8, "text/plain");
        request.Headers.Authorization = new AuthenticationHeaderValue("Token", AdminKey);

        using HttpResponseMessage answer = await fixture.Client.SendAsync(request, Token);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await fixture.Memory.GetAsync("one", Token)).Should().BeNull();
    }

    /// <summary>Reads what two hosts must have in common: all but when each learned it.</summary>
    private static ValueTask<string[]> HistoryAsync(ServerFixture fixture) => fixture.Memory.HistoryAsync(new HistoryFilter(), Token)
        .Select(entry => $"{entry.MemoryId} {entry.Version} {entry.Event} {entry.OldText}>{entry.NewText} {entry.Reason} {entry.Item.CreatedAt:O} {entry.Item.Scope.UserId} "
            + $"{entry.Item.Scope.AgentId} {entry.Item.Metadata.Count}")
        .ToArrayAsync(Token);

    private static Task<ServerFixture> ThreeAsync() => StartAsync(options =>
    {
        options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
        options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(Alice), UserId = "alice" });
        options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(Reader), IsForEverything = true, IsReadOnly = true });
    });
}
