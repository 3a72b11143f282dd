using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>What is stored as one caller is nothing to another, on every route.</summary>
public sealed class IsolationTests
{
    private const string Unknown = "0199aaaa-0000-7000-8000-000000000009";

    private static readonly string Alice = Mem0Key.Generate(), Bob = Mem0Key.Generate();

    [Fact]
    public async Task Call_ByTheIdOfAnothersMemory_AnswersAsOfOneThatNeverWasAndChangesNothing_C1_C2()
    {
        await using ServerFixture fixture = await TwoAsync();
        string id = await fixture.StoreAsync("Likes tea");
        string before = (await fixture.SendAsync("GET", $"/v1/memories/{id}/history/")).Body.ToJsonString();

        foreach (((string method, string path, string? body), (_, string unknownPath, string? unknownBody)) in ById(id).Zip(ById(Unknown)))
        {
            (int status, JsonNode? reply) = await fixture.SendAsync(method, path, body, Bob);
            (int unknownStatus, JsonNode? unknownReply) = await fixture.SendAsync(method, unknownPath, unknownBody, Bob);

            status.Should().Be(unknownStatus, "{0} {1}", method, path);
            Comparable(reply, id).Should().Be(Comparable(unknownReply, Unknown), "{0} {1}", method, path);
            if (path.StartsWith("/v1/", StringComparison.Ordinal))
            {
                status.Should().Be(404, "{0} {1}", method, path);
            }
        }

        (await fixture.SendAsync("GET", $"/v1/memories/{id}/history/")).Body.ToJsonString().Should().Be(before);
    }

    [Fact]
    public async Task Call_ByTheIdOfItsOwnMemory_IsAnswered_C1()
    {
        await using ServerFixture fixture = await TwoAsync();
        for (int i = 0; i < ById(Unknown).Count; i++)
        {
            string id = await fixture.StoreAsync("Likes tea");
            (string method, string path, string? body) = ById(id)[i];

            (int status, JsonNode? reply) = await fixture.SendAsync(method, path, body, Alice);
            JsonNode? unknown = (await fixture.SendAsync(method, ById(Unknown)[i].Path, ById(Unknown)[i].Body, Alice)).Body;

            status.Should().Be(200, "{0} {1}", method, path);
            Comparable(reply, id).Should().NotBe(Comparable(unknown, Unknown), "{0} {1}", method, path);
        }
    }

    [Fact]
    public async Task Call_ForAnotherUser_IsForbiddenAndChangesNothing_C1()
    {
        await using ServerFixture fixture = await TwoAsync();
        string id = await fixture.StoreAsync("Likes tea");

        foreach ((string method, string path, string? body) in PlatformCalls.OfUser("alice").Concat(OpenSourceCalls.OfUser("alice")).Concat(ContractCalls.OfUser("alice"))
            .Concat(NativeCalls.OfUser("alice")).Concat(DashboardCalls.OfUser("alice")))
        {
            (int status, JsonNode reply) = await fixture.SendAsync(method, path, body, Bob);

            status.Should().Be(403, "{0} {1}", method, path);
            reply.ToJsonString().Should().NotContain("alice").And.NotContain("tea");
        }

        (await fixture.SendAsync("GET", $"/v1/memories/{id}/")).Status.Should().Be(200);
        (await fixture.SendAsync("GET", "/v1/memories/?user_id=alice")).Body.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Call_ForItsOwnUser_IsAnswered_C1()
    {
        await using ServerFixture fixture = await TwoAsync();
        await fixture.StoreAsync("Likes tea");

        foreach ((string method, string path, string? body) in PlatformCalls.OfUser("alice").Concat(OpenSourceCalls.OfUser("alice")).Concat(ContractCalls.OfUser("alice"))
            .Concat(NativeCalls.OfUser("alice")).Concat(DashboardCalls.OfUser("alice")).Where(call => !(call.Body ?? string.Empty).Contains("nobody", StringComparison.Ordinal)))
        {
            (await fixture.SendAsync(method, path, body, Alice)).Status.Should().Be(200, "{0} {1}", method, path);
        }
    }

    [Fact]
    public async Task Call_ForWhoeverThereIs_ReachesOnlyTheCallersOwn_C1()
    {
        await using ServerFixture fixture = await TwoAsync();
        string id = await fixture.StoreAsync("Likes tea", more: """{"agent_id":"coach"}""");
        await fixture.StoreAsync("Likes rum", "bob");

        foreach ((string method, string path, string? body) in PlatformCalls.OfAnybody.Concat(OpenSourceCalls.OfAnybody).Concat(NativeCalls.OfAnybody)
            .Concat(DashboardCalls.OfAnybody))
        {
            (int status, JsonNode reply) = await fixture.SendAsync(method, path, body, Bob);

            status.Should().Be(200, "{0} {1}: {2}", method, path, reply.ToJsonString());
            reply.ToJsonString().Should().NotContain("alice").And.NotContain("tea").And.NotContain("coach");
        }

        (await fixture.SendAsync("GET", $"/v1/memories/{id}/")).Status.Should().Be(200);
        (await fixture.SendAsync("GET", "/v1/memories/?user_id=bob")).Body.AsArray().Should().BeEmpty("those were the caller's");
    }

    [Fact]
    public async Task Event_OfAnothersAdd_IsNoneToTheCaller_C1()
    {
        await using ServerFixture fixture = await TwoAsync();
        fixture.Chat.Reply("""{"facts":[]}""");
        string added = (string)(await fixture.SendAsync("POST", "/v3/memories/add/", """{"user_id":"alice","messages":"Hello"}""", Alice)).Body["event_id"]!;

        (await fixture.SendAsync("GET", $"/v1/event/{added}/", key: Bob)).Status.Should().Be(404);
        (await fixture.SendAsync("GET", $"/v1/event/{added}/", key: Alice)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Review_OfAnothersMemory_IsNoneToTheCallerAndStays_C1()
    {
        await using ServerFixture fixture = await TwoAsync();
        string id = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.FeedbackAsync(id, MemoryFeedback.Negative, cancellationToken: Token);
        string settle = $"/mem0sharp/v1/reviews/{id}", decision = """{"decision":"use_known"}""";

        (await fixture.SendAsync("GET", "/mem0sharp/v1/reviews", key: Bob)).Body["results"]!.AsArray().Should().BeEmpty();
        (int status, JsonNode? reply) = await fixture.SendAsync("POST", settle, decision, Bob);
        (int unknown, JsonNode? nothing) = await fixture.SendAsync("POST", $"/mem0sharp/v1/reviews/{Unknown}", decision, Bob);

        (status, Comparable(reply, id)).Should().Be((404, Comparable(nothing, Unknown)));
        unknown.Should().Be(404);
        (await fixture.SendAsync("GET", "/mem0sharp/v1/reviews", key: Alice)).Body["results"]!.AsArray().Should().ContainSingle();
        (await fixture.SendAsync("POST", settle, decision, Alice)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Call_ForAdministrators_IsForbiddenToOneUser_C1()
    {
        await using ServerFixture fixture = await TwoAsync();

        foreach ((string method, string path, string? body, int expected) in PlatformCalls.OfAdministrators.Concat(OpenSourceCalls.OfAdministrators)
            .Concat(NativeCalls.OfAdministrators).Concat(DashboardCalls.OfAdministrators))
        {
            (await fixture.SendAsync(method, path, body, Bob)).Status.Should().Be(403, "{0} {1}", method, path);
            (await fixture.SendAsync(method, path, body)).Status.Should().Be(expected, "{0} {1}", method, path);
        }
    }

    [Fact]
    public async Task Matrix_EveryRoute_IsInIt_C1()
    {
        await using ServerFixture fixture = await StartAsync();
        string[] reached =
        [
            .. ById("{id}").Concat(PlatformCalls.OfUser("{id}")).Concat(PlatformCalls.OfAnybody)
                .Concat(OpenSourceCalls.OfUser("{id}")).Concat(OpenSourceCalls.OfAnybody)
                .Concat(NativeCalls.OfUser("{id}")).Concat(NativeCalls.OfAnybody).Concat(ContractCalls.OfUser("{id}"))
                .Concat(DashboardCalls.OfUser("{id}")).Concat(DashboardCalls.OfAnybody).Select(call => (call.Method, call.Path))
                .Concat(PlatformCalls.Writing("{id}")).Concat(OpenSourceCalls.Writing("{id}")).Concat(ContractCalls.Writing("{id}"))
                    .Concat(NativeCalls.Writing("{id}")).Concat(DashboardCalls.Writing("{id}")).Select(call => $"{call.Method} {call.Path.Split('?')[0]}"),
            .. PlatformCalls.OfAdministrators.Concat(OpenSourceCalls.OfAdministrators).Concat(NativeCalls.OfAdministrators)
                .Concat(DashboardCalls.OfAdministrators).Select(call => $"{call.Method} {call.Path}"),
            "GET /v1/event/{id}/", "GET /v1/ping/", "POST /v1/exports/get/",
        ];

        // What the page is made of says nothing of anybody.
        IEnumerable<string> routes = fixture.Routes.Where(route => !route.RoutePattern.RawText!.StartsWith("/health", StringComparison.Ordinal)
            && (!route.RoutePattern.RawText.StartsWith("/mem0/", StringComparison.Ordinal) || route.RoutePattern.RawText.StartsWith("/mem0/api/", StringComparison.Ordinal))).Select(route =>
            $"{route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {route.RoutePattern.RawText!.Replace("{type}", "user", StringComparison.Ordinal)
                .Replace("{organization}", "mem0sharp", StringComparison.Ordinal).Replace("{project}", "mem0sharp", StringComparison.Ordinal)}");

        routes.Should().NotBeEmpty().And.BeSubsetOf(reached);
    }

    private static List<(string Method, string Path, string? Body)> ById(string id) => [.. PlatformCalls.ById(id), .. OpenSourceCalls.ById(id), .. ContractCalls.ById(id),
        .. NativeCalls.ById(id), .. DashboardCalls.ById(id)];

    // Every request has an id of its own.
    private static string Comparable(JsonNode? reply, string id)
    {
        (reply as JsonObject)?.Remove("request_id");
        return (reply?.ToJsonString() ?? "null").Replace(id, "it", StringComparison.Ordinal);
    }

    private static Task<ServerFixture> TwoAsync() => StartAsync(options =>
    {
        options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
        options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(Alice), UserId = "alice" });
        options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(Bob), UserId = "bob" });
    });
}
