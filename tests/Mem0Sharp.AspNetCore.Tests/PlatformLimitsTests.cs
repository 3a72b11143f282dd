using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>What a memory can be on the wire: up to the limit it is taken, and beyond it refused before anything is kept or asked.</summary>
public sealed class PlatformLimitsTests
{
    /// <summary>Gets a member, a value that can just be, and one that cannot.</summary>
    public static TheoryData<string, string, string> Limits => new()
    {
        { "text", Text(100_000), Text(100_001) },
        { "text", "\"x\"", "\" \\t\"" },
        { "text", "\"x\"", "{}" },
        { "metadata", $$"""{"a":{{Text(65_528)}}}""", $$"""{"a":{{Text(65_529)}}}""" },
        { "metadata", $"{Nested(32)}", $"{Nested(33)}" },
        { "metadata", """{"a":null}""", "[]" },
        { "timestamp", "\"9999-12-31T23:59:59Z\"", "\"10000-01-01T00:00:00Z\"" },
        { "timestamp", "1770000000", "100000000000" },
        { "timestamp", "\"2024-02-29\"", "\"2026-02-29\"" },
        { "timestamp", "1.5", "true" },
        { "expiration_date", "\"2028-02-29\"", "\"2027-02-29\"" },
        { "expiration_date", "\"9999-12-30\"", "\"soon\"" },
        { "expiration_date", "\"2027-01-01T00:00:00Z\"", "[]" },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Update_UpToTheLimit_IsMade_AndBeyondItIsNot(string member, string good, string bad)
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        string before = (await fixture.SendAsync("GET", $"/v1/memories/{id}/")).Body.ToJsonString();

        (int refused, JsonNode reply) = await fixture.SendAsync("PUT", $"/v1/memories/{id}/", $$"""{"{{member}}":{{bad}}}""");
        refused.Should().Be(400, reply.ToJsonString());
        (await fixture.SendAsync("GET", $"/v1/memories/{id}/")).Body.ToJsonString().Should().Be(before);
        (int batch, _) = await fixture.SendAsync("PUT", "/v1/batch/", $$"""{"memories":[{"memory_id":"{{id}}","{{member}}":{{bad}}}]}""");
        batch.Should().Be(400);
        (await fixture.SendAsync("GET", $"/v1/memories/{id}/")).Body.ToJsonString().Should().Be(before);

        (int made, JsonNode updated) = await fixture.SendAsync("PUT", $"/v1/memories/{id}/", $$"""{"{{member}}":{{good}}}""");
        made.Should().Be(200, updated.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Add_UpToTheLimit_IsTaken_AndBeyondItNothingIsKeptOrAsked(string member, string good, string bad)
    {
        await using ServerFixture fixture = await StartAsync();
        foreach (bool infers in (bool[])[true, false])
        {
            (int refused, JsonNode reply) = await fixture.SendAsync("POST", "/v3/memories/add/", Add(bad, infers));
            refused.Should().Be(400, reply.ToJsonString());
        }

        fixture.Chat.Requests.Should().BeEmpty();
        (await fixture.Memory.GetQueueAsync(Token).ToListAsync(Token)).Should().BeEmpty();
        (await fixture.SendAsync("GET", "/v1/memories/?user_id=alice")).Body.AsArray().Should().BeEmpty();

        (int made, JsonNode added) = await fixture.SendAsync("POST", "/v3/memories/add/", Add(good, infers: false));
        made.Should().Be(200, added.ToJsonString());

        string Add(string value, bool infers)
        {
            JsonObject body = new() { ["user_id"] = "alice", ["messages"] = "Likes tea", ["infer"] = infers };
            body[member is "text" ? "messages" : member] = JsonNode.Parse(value);
            return body.ToJsonString();
        }
    }

    [Fact]
    public async Task Add_OfMoreThanAThousandMessages_IsRefused()
    {
        await using ServerFixture fixture = await StartAsync();

        (await fixture.SendAsync("POST", "/v3/memories/add/", Add(1_001))).Status.Should().Be(400);
        (await fixture.SendAsync("POST", "/v3/memories/add/", Add(1_000))).Status.Should().Be(200);

        static string Add(int count) => new JsonObject
        {
            ["user_id"] = "alice",
            ["infer"] = false,
            ["messages"] = new JsonArray([.. Enumerable.Range(0, count).Select(i => new JsonObject { ["role"] = "user", ["content"] = $"Fact {i}" })]),
        }.ToJsonString();
    }

    private static string Text(int length) => $"\"{new string('x', length)}\"";

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
}
