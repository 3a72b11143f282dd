using System.Text.Json.Nodes;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>A change that says which version it is for happens to that version, or not at all.</summary>
public sealed class PreconditionTests
{
    private const string Memories = "/mem0sharp/v1/memories";

    // Entity tags are compared strongly here (RFC 9110, section 13.1.1): a weak one never matches. What cannot be read is refused, not passed over.
    public static TheoryData<string?, int> Headers => new()
    {
        { null, 200 }, { "*", 200 }, { "\"2\"", 200 }, { "\"9\", \"2\"", 200 }, { "\"x\", \"2\", W/\"2\"", 200 },
        { "\"1\"", 412 }, { "\"3\"", 412 }, { "W/\"2\"", 412 }, { "w/\"2\"", 412 }, { "\"1\", W/\"2\"", 412 }, { "\"x\"", 412 }, { "\"\"", 412 }, { "\"02\"", 412 },
        { "\"+2\"", 412 }, { "\"-2\"", 412 }, { "\"0\"", 412 }, { "\"2147483647\"", 412 }, { "\"99999999999999999999\"", 412 },
        { "2", 400 }, { "", 400 }, { "\"2", 400 }, { "*, \"2\"", 400 }, { "\"2\" \"2\"", 400 },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task IfMatch_OfEachKind_IsAnsweredAlikeByEachChange(string? header, int expected)
    {
        await using ServerFixture fixture = await StartAsync();
        foreach ((string method, string path, string? body) in (IEnumerable<(string, string, string?)>)
            [("PATCH", string.Empty, """{"text":"Likes gin"}"""), ("DELETE", string.Empty, null), ("POST", "/restore", """{"version":1}""")])
        {
            string id = await fixture.StoreAsync("Likes tea");
            await fixture.Memory.UpdateAsync(id, "Likes rum", cancellationToken: Token);

            (int status, JsonNode answer) = await fixture.SendAsync(method, $"{Memories}/{id}{path}", body, headers: header is null ? [] : [("If-Match", header)]);

            status.Should().Be(expected, "{0}: {1}", method, answer.ToJsonString());
            if (expected != 200)
            {
                MemoryItem item = (await fixture.Memory.GetAsync(id, Token))!;
                (item.Version, item.Text).Should().Be((2, "Likes rum"));
            }

            if (expected == 412)
            {
                ((int)answer["current_version"]!, (string?)answer["code"], (string?)answer["title"]).Should().Be((2, "version_conflict", "Precondition Failed"));
            }
        }
    }

    [Fact]
    public async Task IfMatch_OfAMemoryThatIsNotThere_SaysThatItIsNot()
    {
        await using ServerFixture fixture = await StartAsync();
        foreach (string header in (string[])["\"1\"", "*", "W/\"1\""])
        {
            (await fixture.SendAsync("PATCH", $"{Memories}/any", """{"text":"Likes gin"}""", headers: ("If-Match", header))).Status.Should().Be(404);
            (await fixture.SendAsync("DELETE", $"{Memories}/any", headers: ("If-Match", header))).Status.Should().Be(404);
        }
    }

    [Fact]
    public async Task Patch_OfSeveralCallersForOneVersion_HappensOnce()
    {
        const int Rounds = 50, Callers = 4;
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        for (int version = 1; version <= Rounds; version++)
        {
            string tag = $"\"{version}\"";

            (int Status, JsonNode Body)[] answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller =>
                fixture.SendAsync("PATCH", $"{Memories}/{id}", $$"""{"metadata":{"caller":{{caller}},"round":{{version}} } }""", headers: ("If-Match", tag))));

            answers.Select(answer => answer.Status).Order().Should().Equal([200, .. Enumerable.Repeat(412, Callers - 1)], "round {0}", version);
            answers.Where(answer => answer.Status == 412).Should().OnlyContain(answer => (int)answer.Body["current_version"]! == version + 1);
            JsonNode won = answers.Single(answer => answer.Status == 200).Body;
            JsonNode.DeepEquals((await fixture.SendAsync("GET", $"{Memories}/{id}")).Body, won).Should().BeTrue();
        }
    }

    [Fact]
    public async Task Patch_OfTheVersionThatTheAnswerNames_HappensThen()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.UpdateAsync(id, "Likes rum", cancellationToken: Token);

        (int refused, JsonNode problem) = await fixture.SendAsync("PATCH", $"{Memories}/{id}", """{"tags":["a"]}""", headers: ("If-Match", "\"1\""));
        (int done, JsonNode item) = await fixture.SendAsync("PATCH", $"{Memories}/{id}", """{"tags":["a"]}""", headers: ("If-Match", $"\"{problem["current_version"]}\""));

        (refused, done, (int)item["version"]!).Should().Be((412, 200, 3));
    }
}
