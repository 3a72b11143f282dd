using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mem0Sharp.AspNetCore;
using Mem0Sharp.AspNetCore.Tests;

namespace Mem0Sharp.NodeClient.Tests;

/// <summary>Mem0's own client for Node, unchanged but for its host, makes each of its memory calls, good ones and bad.</summary>
public sealed class NpmClientTests
{
    private const string Package = "mem0ai@3.3.1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_WithTheSampleServerAsItsHost_MakesEveryMemoryCall()
    {
        Assert.SkipUnless(await SampleServer.CanRunAsync(Token, "node", "--version"), "There is no Node.");
        Assert.SkipUnless(await SampleServer.CanRunAsync(Token, "npm", "--version"), "There is no npm.");
        string key = Mem0Key.Generate();
        await using SampleServer server = await SampleServer.StartAsync(
            "Production", Token, "--Mem0:Keys:0:Hash", Mem0Key.HashOf(key), "--Mem0:Keys:0:IsForEverything", "true");

        // Its scripts compile a database that only its other half, the library, uses.
        (int installed, _) = await RunAsync(server.Folder, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", Package);
        Assert.SkipUnless(installed == 0, $"npm could not install {Package}: there is no registry to be reached.");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "drive.mjs"), Path.Combine(server.Folder.FullName, "drive.mjs"));
        (int driven, string output) = await RunAsync(server.Folder, "node", "drive.mjs", server.Address, key);
        driven.Should().Be(0, output);

        Answers answers = Answers.Read(output);
        answers.Returned("ping");
        answers.Threw("ping with another key", "AuthenticationError");

        JsonNode added = answers.Returned("add")!;
        ((string?)added["status"], (string?)added["results"]![0]!["event"], (string?)added["results"]![0]!["data"]!["memory"]).Should().Be(("SUCCEEDED", "ADD", "Likes tea"));
        JsonNode inferred = answers.Returned("add inferred")!;
        ((string?)inferred["status"], (string?)inferred["eventId"] is { Length: > 0 }).Should().Be(("PENDING", true));
        answers.Returned("getAll after add inferred")!["results"]!.AsArray().Select(memory => (string?)memory!["memory"]).Should().Contain(text => text!.Contains("mint tea"));
        answers.Threw("add nothing", "Error");
        answers.Threw("add for nobody", "ValidationError");

        JsonNode got = answers.Returned("get")!;
        ((string?)got["memory"], (string?)got["userId"], (string?)got["metadata"]!["firstKey"]!["innerKey"]!.ToJsonString()).Should().Be(("Likes tea", "alice", "1"));
        HasTheShapeOfAMemory(got);
        answers.Threw("get malformed", "ValidationError");
        answers.Threw("get unknown", "MemoryNotFoundError");

        ((string?)answers.Returned("update text")!["memory"]).Should().Be("Likes green tea");
        answers.Returned("update metadata")!["metadata"]!.ToJsonString().Should().Be("""{"second_key":2}""");
        JsonNode changed = answers.Returned("get after update")!;
        ((string?)changed["memory"], changed["metadata"]!.ToJsonString()).Should().Be(("Likes green tea", """{"second_key":2}"""));
        ((string?)answers.Returned("update expiration")!["expirationDate"]).Should().Be("2030-01-01");
        answers.Returned("clear expiration")!["expirationDate"].Should().BeNull();
        answers.Threw("update nothing", "Error");
        answers.Threw("update unknown", "MemoryNotFoundError");
        JsonArray history = answers.Returned("history")!.AsArray();
        history.Select(row => (string?)row!["event"]).Should().Equal("ADD", "UPDATE", "UPDATE", "UPDATE", "UPDATE");
        history.Should().AllSatisfy(row => HasTheShapeOfAChange(row!));

        JsonNode all = answers.Returned("getAll")!;
        (all["next"], all["previous"], (int)all["count"]!).Should().Be((null, null, all["results"]!.AsArray().Count));
        all["results"]!.AsArray().Should().HaveCountGreaterThanOrEqualTo(3).And.AllSatisfy(memory => HasTheShapeOfAMemory(memory!));
        JsonNode page = answers.Returned("getAll page")!;
        ((int)page["count"]!, (string?)page["previous"] is not null).Should().Be(((int)all["count"]!, true));
        page["results"]!.ToJsonString().Should().Be(new JsonArray([.. all["results"]!.AsArray().Skip(2).Take(2).Select(memory => memory!.DeepClone())]).ToJsonString());
        answers.Returned("getAll of nobody")!.ToJsonString().Should().Be("""{"count":0,"next":null,"previous":null,"results":[]}""");
        answers.Threw("getAll without filters", "ValidationError");

        JsonNode best = answers.Returned("search")!["results"]![0]!;
        ((string?)best["memory"], (double)best["score"]! > 0).Should().Be(("Likes green tea", true));
        ((string?)answers.Returned("search either")!["results"]![0]!["memory"]).Should().Be("Has a cat");
        answers.Returned("search of nobody")!["results"]!.AsArray().Should().BeEmpty();
        answers.Threw("search without filters", "ValidationError");

        ((string?)answers.Returned("batchUpdate")!["message"]).Should().Be("Successfully updated 2 memories");
        answers.Returned("getAll after batchUpdate")!["results"]!.AsArray().Should().HaveCount(2)
            .And.OnlyContain(memory => (string?)memory!["memory"] == $"Changed {memory["id"]}");
        ((string?)answers.Returned("batchDelete")!["message"]).Should().Be("Successfully deleted 2 memories");
        ((int)answers.Returned("getAll after batchDelete")!["count"]!).Should().Be(0);
        answers.Threw("batchDelete unknown", "MemoryNotFoundError");
        ((string?)answers.Returned("feedback")!["feedback"]).Should().Be("POSITIVE");
        answers.Threw("feedback on unknown", "MemoryNotFoundError");
        answers.Returned("users")!["results"]!.AsArray().Select(user => ((string?)user!["type"], (string?)user["name"])).Should().Contain(("user", "alice"));
        answers.Returned("users page")!["results"]!.AsArray().Should().ContainSingle();

        ((string?)answers.Returned("delete")!["message"]).Should().Be("Memory deleted successfully!");
        answers.Threw("get deleted", "MemoryNotFoundError");
        answers.Threw("delete unknown", "MemoryNotFoundError");
        answers.Returned("deleteAll")!["message"].Should().NotBeNull();
        ((int)answers.Returned("getAll after deleteAll")!["count"]!).Should().Be(0);
        answers.Returned("deleteAll of nobody")!["message"]!.GetValueKind().Should().Be(JsonValueKind.String);
        answers.Returned("deleteUser")!["message"].Should().NotBeNull();
        answers.Returned("deleteUsers")!["message"].Should().NotBeNull();
        answers.Threw("deleteUsers of nobody", "Error");

        ((string?)answers.Returned("updateProject")!["message"]).Should().Be("Project updated successfully");
        answers.Returned("getProject")!.ToJsonString().Should()
            .Be("""{"customInstructions":"Only food.","customCategories":[{"food_and_drink":"What is eaten"}]}""");
        answers.Threw("updateProject with nothing", "ValidationError");
        JsonNode made = answers.Returned("createWebhook")!;
        ((string?)made["name"], (bool)made["isActive"]!, made["eventTypes"]!.ToJsonString()).Should().Be(("Ours", true, """["memory_add","memory_delete"]"""));
        answers.Threw("createWebhook of this machine", "ValidationError");
        ((string?)answers.Returned("updateWebhook")!["message"]).Should().Be("Webhook updated successfully");
        JsonNode listed = answers.Returned("getWebhooks")!.AsArray().Single()!;
        ((string?)listed["webhookId"], (string?)listed["name"], (string?)listed["url"]).Should()
            .Be(((string?)made["webhookId"], "Theirs", "https://hooks.example.com/other"));
        ((string?)answers.Returned("deleteWebhook")!["message"]).Should().Be("Webhook deleted successfully");
        answers.Threw("deleteWebhook again", "MemoryNotFoundError");
        answers.Returned("getWebhooks of none")!.AsArray().Should().BeEmpty();
        answers.Threw("createMemoryExport without a model", "MemoryError");
        answers.Threw("createMemoryExport without filters", "ValidationError");
        answers.Threw("getMemoryExport of none", "MemoryNotFoundError");
        answers.Unread.Should().BeEmpty("every call is judged");
    }

    private static void HasTheShapeOfAMemory(JsonNode memory)
    {
        KindsOf(memory, "id", "memory", "userId").Should().AllBeEquivalentTo(JsonValueKind.String);
        (memory["metadata"] is null or JsonObject, memory["categories"] is null or JsonArray).Should().Be((true, true));
        AreInstants(memory, "createdAt", "updatedAt");
    }

    private static void HasTheShapeOfAChange(JsonNode row)
    {
        KindsOf(row, "id", "memoryId", "event", "userId", "newMemory").Should().AllBeEquivalentTo(JsonValueKind.String);
        (row["oldMemory"] is null).Should().Be((string?)row["event"] is "ADD");
        (row["metadata"] is null or JsonObject, row["categories"] is null or JsonArray).Should().Be((true, true));
        row["input"]!.AsArray().Should().NotBeEmpty().And.AllSatisfy(message => KindsOf(message!, "role", "content").Should().AllBeEquivalentTo(JsonValueKind.String));
        AreInstants(row, "createdAt", "updatedAt");
    }

    private static IEnumerable<JsonValueKind> KindsOf(JsonNode json, params string[] names) => names.Select(name => json[name]!.GetValueKind());

    private static void AreInstants(JsonNode json, params string[] names) =>
        names.Should().AllSatisfy(name => DateTimeOffset.Parse((string)json[name]!, CultureInfo.InvariantCulture));

    private static async Task<(int Code, string Output)> RunAsync(DirectoryInfo folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["MEM0_TELEMETRY"] = "false";
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, output);
    }
}
