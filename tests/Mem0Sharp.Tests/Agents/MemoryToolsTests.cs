using System.Text.Json;
using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Agents;

public sealed class MemoryToolsTests
{
    [Fact]
    public async Task AsAITools_NamesItsFunctionsAndTheirArguments()
    {
        await using MemoryFixture fixture = ByRules();

        IReadOnlyList<AIFunction> tools = fixture.Memory.AsAITools(Alice);

        tools.Select(tool => $"{tool.Name}({string.Join(", ", Arguments(tool))})").Should().Equal(
            "search_memory(query, limit)",
            "memory_history(id)",
            "add_memory(text)",
            "update_memory(id, text)",
            "delete_memory(id)");
        tools.Should().OnlyContain(tool => tool.Description.Length > 0 && tool.JsonSchema.GetProperty("type").GetString() == "object");
    }

    [Fact]
    public async Task AsAITools_ThatMayNotChange_OnlyLook()
    {
        await using MemoryFixture fixture = ByRules();

        fixture.Memory.AsAITools(Alice, new MemoryToolOptions { CanChange = false })
            .Select(tool => tool.Name).Should().Equal("search_memory", "memory_history");
    }

    [Fact]
    public async Task Tools_AddSearchUpdateDeleteAndTellTheHistory()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryToolOptions options = new() { Mode = MemoryAddMode.Verbatim, ChangedBy = "tea-agent" };
        IReadOnlyList<AIFunction> tools = fixture.Memory.AsAITools(Alice, options);

        JsonElement added = await CallAsync(tools, "add_memory", ("text", "Alice drinks green tea."));
        string id = added.GetProperty("results")[0].GetProperty("memory").GetProperty("id").GetString()!;
        added.GetProperty("results")[0].GetProperty("outcome").GetString().Should().Be("Added");

        JsonElement found = await CallAsync(tools, "search_memory", ("query", "green tea"), ("limit", 1));
        found.GetProperty("memories")[0].GetProperty("id").GetString().Should().Be(id);
        found.GetProperty("memories")[0].GetProperty("text").GetString().Should().Be("Alice drinks green tea.");
        found.GetProperty("memories")[0].GetProperty("created").GetString().Should().Be("2026-03-01T12:00:00Z");

        JsonElement updated = await CallAsync(tools, "update_memory", ("id", id), ("text", "Alice drinks white tea."));
        updated.GetProperty("outcome").GetString().Should().Be("Updated");
        updated.GetProperty("memory").GetProperty("text").GetString().Should().Be("Alice drinks white tea.");

        (await CallAsync(tools, "delete_memory", ("id", id))).GetProperty("deleted").GetString().Should().Be(id);
        (await fixture.Memory.GetAsync(id, Token)).Should().BeNull();

        JsonElement[] versions = [.. (await CallAsync(tools, "memory_history", ("id", id))).GetProperty("versions").EnumerateArray()];
        versions.Select(version => version.GetProperty("event").GetString()).Should().Equal("ADD", "UPDATE", "DELETE");
        versions.Should().OnlyContain(version => version.GetProperty("by").ValueEquals("tea-agent"));
        (await fixture.HistoryAsync(id)).Should().OnlyContain(entry => entry.ChangedByRole == "assistant");
    }

    [Fact]
    public async Task AddMemory_Reconciling_SaysWhatItReplaced()
    {
        await using MemoryFixture fixture = ByModel();
        await fixture.StoreAsync("Alice lives in Paris.");
        fixture.Extracts("Alice lives in Rome.");
        fixture.Decides("""{"fact":0,"event":"UPDATE","candidate":0,"old_text":"Alice lives in Paris.","text":"Alice lives in Rome.","reason":"moved"}""");

        JsonElement added = await CallAsync(fixture.Memory.AsAITools(Alice), "add_memory", ("text", "Alice moved to Rome."));

        JsonElement result = added.GetProperty("results")[0];
        result.GetProperty("outcome").GetString().Should().Be("Updated");
        result.GetProperty("previous").GetString().Should().Be("Alice lives in Paris.");
        result.GetProperty("reason").GetString().Should().Be("moved");
    }

    [Fact]
    public async Task Tools_OfOneUser_TreatAnothersMemoryAsOneThatIsNot()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryItem bobs = await fixture.StoreAsync("Bob drinks black tea.", Bob);
        string unknown = MemoryId.Create(fixture.Time);
        IReadOnlyList<AIFunction> tools = fixture.Memory.AsAITools(Alice);
        foreach ((string tool, (string, object?)[] further) in new (string, (string, object?)[])[]
        {
            ("update_memory", [("text", "mine")]), ("delete_memory", []), ("memory_history", []),
        })
        {
            JsonElement foreign = await CallAsync(tools, tool, [("id", bobs.Id), .. further]);
            JsonElement missing = await CallAsync(tools, tool, [("id", unknown), .. further]);
            foreign.GetProperty("error").GetString().Should().Be(MemoryErrorCodes.NotFound);
            foreign.GetRawText().Replace(bobs.Id, unknown).Should().Be(missing.GetRawText());
        }

        (await CallAsync(tools, "search_memory", ("query", "black tea"))).GetProperty("memories").GetArrayLength().Should().Be(0);
        (await fixture.Memory.GetAsync(bobs.Id, Token)).Should().Be(bobs);
        (await CallAsync(fixture.Memory.AsAITools(Bob), "delete_memory", ("id", bobs.Id))).GetProperty("deleted").GetString()
            .Should().Be(bobs.Id, "Bob's own tools reach it");
    }

    [Fact]
    public async Task Tools_CannotChangeWhatTheHostVouchesFor()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryAddOptions vouched = new() { Mode = MemoryAddMode.Verbatim, Trust = MemoryTrust.Trusted };
        MemoryItem item = (await fixture.Memory.AddAsync("Alice is allergic to nuts.", Alice, vouched, Token)).Facts[0].Item!;

        JsonElement refused = await CallAsync(fixture.Memory.AsAITools(Alice), "delete_memory", ("id", item.Id));
        JsonElement listed = await CallAsync(fixture.Memory.AsAITools(Alice), "search_memory", ("query", "nuts"));
        MemoryToolOptions trusted = new() { Trust = MemoryTrust.Trusted };
        JsonElement deleted = await CallAsync(fixture.Memory.AsAITools(Alice, trusted), "delete_memory", ("id", item.Id));

        refused.GetProperty("error").GetString().Should().Be(MemoryErrorCodes.Trust);
        listed.GetProperty("memories")[0].GetProperty("trust").GetString().Should().Be("trusted");
        deleted.GetProperty("deleted").GetString().Should().Be(item.Id);
    }

    [Fact]
    public async Task AddMemory_OfAnUntrustedModel_WritesWithItsTier()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryToolOptions options = new() { Trust = MemoryTrust.Untrusted, Mode = MemoryAddMode.Verbatim };

        await CallAsync(fixture.Memory.AsAITools(Alice, options), "add_memory", ("text", "Alice likes spam."));

        (await fixture.Memory.GetAllAsync(Alice, cancellationToken: Token).SingleAsync(Token)).Trust.Should().Be(MemoryTrust.Untrusted);
    }

    [Theory]
    [InlineData("search_memory", "{}", "query")]
    [InlineData("search_memory", """{"query":7}""", "query")]
    [InlineData("search_memory", """{"query":" "}""", "query")]
    [InlineData("search_memory", """{"query":"tea","limit":"many"}""", "limit")]
    [InlineData("search_memory", """{"query":"tea","limit":1.5}""", "limit")]
    [InlineData("add_memory", """{"text":null}""", "text")]
    [InlineData("update_memory", """{"id":"no such id"}""", "text")]
    [InlineData("delete_memory", """{"id":"with space"}""", "id")]
    public async Task Tools_WithABadArgument_SayWhichInTheResult(string tool, string arguments, string name)
    {
        await using MemoryFixture fixture = ByRules();

        JsonElement result = await CallAsync(
            fixture.Memory.AsAITools(Alice),
            tool,
            [.. JsonElement.Parse(arguments).EnumerateObject().Select(property => (property.Name, (object?)property.Value))]);

        result.GetProperty("error").GetString().Should().Be(MemoryErrorCodes.Validation);
        result.GetProperty("argument").GetString().Should().Be(name);
        result.GetProperty("suggestion").GetString().Should().NotBeNullOrEmpty();
        fixture.Embeddings.CallCount.Should().Be(0);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("\"2\"", 2)]
    [InlineData("2.0", 2)]
    [InlineData("0", 1)]
    [InlineData("-5", 1)]
    [InlineData("1e9", 3)]
    [InlineData("null", 2)]
    public async Task SearchMemory_ReadsALimitAsModelsGiveIt(string limit, int expected)
    {
        await using MemoryFixture fixture = ByRules();
        foreach (string tea in new[] { "green", "black", "white" })
        {
            await fixture.StoreAsync($"Alice drinks {tea} tea.");
        }

        JsonElement found = await CallAsync(
            fixture.Memory.AsAITools(Alice, new MemoryToolOptions { Top = 2 }),
            "search_memory",
            ("query", "tea"),
            ("limit", JsonElement.Parse(limit)));

        found.GetProperty("memories").GetArrayLength().Should().Be(expected);
    }

    [Fact]
    public async Task MemoryHistory_OfManyVersions_TellsTheNewest()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryItem item = await fixture.StoreAsync("Version 1.");
        for (int version = 2; version <= 5; version++)
        {
            await fixture.Memory.UpdateAsync(item.Id, $"Version {version}.", cancellationToken: Token);
        }

        JsonElement history = await CallAsync(fixture.Memory.AsAITools(Alice, new MemoryToolOptions { Top = 2 }), "memory_history", ("id", item.Id));

        history.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("version").GetInt32()).Should().Equal(4, 5);
    }

    [Fact]
    public async Task Tools_Cancelled_Throw()
    {
        await using MemoryFixture fixture = ByRules();
        AIFunction search = fixture.Memory.AsAITools(Alice)[0];

        Func<Task> calling = async () => await search.InvokeAsync(new AIFunctionArguments(StringComparer.Ordinal) { ["query"] = "tea" }, new CancellationToken(canceled: true));

        await calling.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task AsAITools_WithATopOutOfRange_Throws(int top)
    {
        await using MemoryFixture fixture = ByRules();

        Action making = () => fixture.Memory.AsAITools(Alice, new MemoryToolOptions { Top = top });

        making.Should().Throw<MemoryValidationException>();
    }

    private static IEnumerable<string> Arguments(AIFunction tool) =>
        tool.JsonSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name);

    private static async Task<JsonElement> CallAsync(
        IReadOnlyList<AIFunction> tools, string name, params (string Name, object? Value)[] arguments)
    {
        AIFunctionArguments given = new(StringComparer.Ordinal);
        foreach ((string argument, object? value) in arguments)
        {
            given[argument] = value;
        }

        return (JsonElement)(await tools.Single(tool => string.Equals(tool.Name, name, StringComparison.Ordinal)).InvokeAsync(given, Token))!;
    }
}
