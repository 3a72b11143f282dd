using System.Text.Json.Nodes;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>What a host has accepted is done before it ends, as long as it waits; the rest is done by the next.</summary>
public sealed class ShutdownTests
{
    private const string Facts = """{"facts":[{"text":"Likes tea","messages":[0]}]}""";

    // More than any of these takes: a stop that never ends fails, and does not hang.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Stop_WhileWhatWasAcceptedIsDone_FinishesAllOfIt()
    {
        string[] users = ["ann", "bob", "cat", "dan", "eve", "fay"];
        HeldChatClient model = new(ScriptedChatClient.From(_ => Facts));
        await using ServerFixture fixture = await StartAsync(services: services => services.AddSingleton<IChatClient>(model));
        List<string> ids = [];
        foreach (string user in users)
        {
            ids.Add(await AcceptedAsync(fixture, user));
        }

        await model.Asked;
        Task stopping = fixture.StopAsync(Token);
        model.Release();
        await stopping.WaitAsync(Patience, Token);

        (await fixture.Memory.GetQueueAsync(Token).CountAsync(Token)).Should().Be(0);
        await fixture.RestartAsync();
        foreach ((string id, string user) in ids.Zip(users))
        {
            JsonNode done = (await fixture.SendAsync("GET", $"/v1/event/{id}/")).Body;
            ((string?)done["status"], (string?)done["results"]![0]!["data"]!["memory"]).Should().Be(("SUCCEEDED", "Likes tea"), "it was done by the host that ended");
            Texts(await fixture.SendAsync("GET", $"/v1/memories/?user_id={user}")).Should().Equal("Likes tea");
        }

        model.Count.Should().Be(users.Length, "nothing was left to do");
    }

    [Fact]
    public async Task Stop_WhileTheModelHangs_EndsWhenTheHostWaitsNoLongerAndKeepsTheRest()
    {
        HeldChatClient model = new(ScriptedChatClient.From(_ => Facts));
        await using ServerFixture fixture = await StartAsync(services: services => services.AddSingleton<IChatClient>(model)
            .Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200)));
        string id = await AcceptedAsync(fixture, "ann");
        await model.Asked;

        await fixture.StopAsync(Token).WaitAsync(Patience, Token);
        (await fixture.Memory.GetQueueAsync(Token).CountAsync(Token)).Should().Be(1);
        await fixture.RestartAsync();
        model.Release();

        await DoneAsync(fixture, id);
        Texts(await fixture.SendAsync("GET", "/v1/memories/?user_id=ann")).Should().Equal("Likes tea");
    }

    [Fact]
    public async Task Stop_WhileACallIsInFlight_AnswersIt()
    {
        HeldChatClient model = new(ScriptedChatClient.From(_ => Facts));
        await using ServerFixture fixture = await StartAsync(services: services => services.AddSingleton<IChatClient>(model));
        Task<(int Status, JsonNode Body)> adding = fixture.SendAsync("POST", "/memories", Add("ann"));
        await model.Asked;

        Task stopping = fixture.StopAsync(Token);
        model.Release();
        await stopping.WaitAsync(Patience, Token);

        (int status, JsonNode body) = await adding;
        (status, (string?)body["results"]![0]!["memory"]).Should().Be((200, "Likes tea"));
    }

    [Fact]
    public async Task Host_ThatIsNotToWorkThroughTheQueue_LeavesItAlone()
    {
        await using ServerFixture fixture = await StartAsync(
            services: services => services.Configure<MemoryOptions>(options => options.ProcessesQueue = false));
        string id = await AcceptedAsync(fixture, "ann");

        await fixture.RestartAsync();
        fixture.Chat.Reply(Facts);

        fixture.Chat.Requests.Should().BeEmpty("another process does it");
        ((string?)(await fixture.SendAsync("GET", $"/v1/event/{id}/")).Body["status"]).Should().Be("PENDING");
        (await fixture.Memory.ProcessQueueAsync(cancellationToken: Token)).DoneCount.Should().Be(1);
        ((string?)(await fixture.SendAsync("GET", $"/v1/event/{id}/")).Body["status"]).Should().Be("SUCCEEDED");
    }

    [Fact]
    public async Task SampleServer_ToldToEndWhileManyAdd_HasEachAcceptedEventDoneOnce()
    {
        const int Writers = 4, Enough = 40;
        Assert.SkipUnless(await SampleServer.CanRunAsync(Token, "bash", "-c", "kill -l"), "There is no bash.");
        string key = Mem0Key.Generate();
        string[] settings = ["--Mem0:Keys:0:Hash", Mem0Key.HashOf(key), "--Mem0:Keys:0:IsForEverything", "true"];
        await using SampleServer server = await SampleServer.StartAsync("Production", Token, settings);
        using HttpClient client = Client(server, key);
        AcceptedEvents accepted = new();
        Task[] writers = [.. Enumerable.Range(0, Writers).Select(writer => accepted.WriteAsync(client, $"user-{writer}", Token))];
        await accepted.UntilAsync(Enough, Token);

        int code = await server.TerminateAsync(Token);
        await Task.WhenAll(writers);

        code.Should().Be(0, "a host that is told to end ends by itself");
        await using SampleServer next = await SampleServer.StartAsync(
            "Production", Token, [.. settings, "--Memory:DatabasePath", Path.Combine(server.Folder.FullName, "memories.db")]);
        using HttpClient asking = Client(next, key);
        (await accepted.CheckAsync(asking, Token)).Should().BeEmpty();
    }

    private static string Add(string user) => $$"""{"user_id":"{{user}}","messages":"I like tea"}""";

    private static IEnumerable<string?> Texts((int Status, JsonNode Body) answer) => answer.Body.AsArray().Select(item => (string?)item!["memory"]);

    private static HttpClient Client(SampleServer server, string key)
    {
        HttpClient client = new() { BaseAddress = new Uri(server.Address) };
        client.DefaultRequestHeaders.Authorization = new("Token", key);
        return client;
    }

    private static async Task<string> AcceptedAsync(ServerFixture fixture, string user)
    {
        (int status, JsonNode reply) = await fixture.SendAsync("POST", "/v3/memories/add/", Add(user));
        (status, (string?)reply["status"]).Should().Be((200, "PENDING"));
        return (string)reply["event_id"]!;
    }

    private static async Task DoneAsync(ServerFixture fixture, string id)
    {
        while ((string?)(await fixture.SendAsync("GET", $"/v1/event/{id}/")).Body["status"] is not "SUCCEEDED")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }
    }
}
