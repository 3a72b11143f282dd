using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.BadInput;

/// <summary>E2: metadata is refused with a typed error, or it comes back digit for digit, whatever its keys are called.</summary>
public sealed class MetadataInputTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, bool> Kept
    {
        get
        {
            TheoryData<string, bool> cases = [];
            foreach (string name in Sound.Keys)
            {
                cases.Add(name, true);
                cases.Add(name, false);
            }

            return cases;
        }
    }

    public static TheoryData<string> Refused => [.. Bad.Keys];

    private static Dictionary<string, string> Sound { get; } = new(StringComparer.Ordinal)
    {
        ["dotted and bracketed keys"] = """{"a.b":1,"a":{"b":2},"a[0]":3,"..":4,"":5}""",
        ["operators"] = """{"$set":{"x":1},"$where":"1","$ne":null,"__proto__":{"y":1},"constructor":2}""",
        ["names of our own"] = """
            {"id":"x","memory":"x","data":"x","hash":"x","user_id":"bob","agent_id":"x","run_id":"x","app_id":"x","created_at":"x",
            "updated_at":"x","actor_id":"x","role":"x","version":99,"metadata":{"metadata":1},"is_deleted":true,"expires_at":"2000-01-01T00:00:00Z"}
            """,
        ["edges of integers"] = """{"a":9223372036854775807,"b":-9223372036854775808,"c":18446744073709551615,"d":9007199254740993}""",
        ["long decimals"] = """{"a":0.1000000000000000055511151231257827,"b":1.10,"c":-0.0,"d":1e400,"e":123456789012345678901234567890.5}""",
        ["dates"] = """{"a":"2026-03-29T02:30:00+14:00","b":"2026-03-29T02:30:00","c":"0001-01-01","d":"2016-12-31T23:59:60Z"}""",
        ["keys that look alike"] = """{"\u00e9":1,"e\u0301":2,"E":3,"e":4,"\u0000":5,"\u202e":6,"\u0430":7,"a":8}""",
        ["5,000 keys"] = $"{{{string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"{i}\":{i % 10}"))}}}",
        ["the deepest"] = Nested(MemoryLimits.MetadataDepth).ToJsonString(),
        ["the longest"] = $$"""{"a":"{{new string('x', MemoryLimits.MetadataBytes - 8)}}"}""",
    };

    private static Dictionary<string, Func<JsonObject>> Bad { get; } = new(StringComparer.Ordinal)
    {
        ["one level too deep"] = () => Nested(MemoryLimits.MetadataDepth + 1),
        ["64 levels"] = () => Nested(64),
        ["5,000 levels"] = () => Nested(5_000),
        ["one byte too long"] = () => new JsonObject { ["a"] = new string('x', MemoryLimits.MetadataBytes - 7) },
        ["10,000 keys"] = () => new JsonObject(Enumerable.Range(0, 10_000).Select(i => KeyValuePair.Create($"{i}", (JsonNode?)i))),
        ["a megabyte"] = () => new JsonObject { ["a"] = new string('x', 1_000_000) },
        ["a key twice"] = () => JsonNode.Parse("""{"a":1,"a":2}""")!.AsObject(),
        ["a key twice, inside"] = () => JsonNode.Parse("""{"o":[{"a":1,"b":0,"a":2}]}""")!.AsObject(),
        ["not a number"] = () => new JsonObject { ["a"] = double.NaN },
        ["infinite"] = () => new JsonObject { ["a"] = new JsonArray(double.PositiveInfinity) },
        ["minus infinite"] = () => new JsonObject { ["a"] = new JsonObject { ["b"] = float.NegativeInfinity } },
        ["half a pair"] = () => new JsonObject { ["a"] = "\uD83D" },
        ["half a pair in a key"] = () => new JsonObject { ["\uDE00"] = 1 },
    };

    private static Dictionary<string, Func<Memory, MemoryItem, JsonObject, Task>> Calls { get; } = new(StringComparer.Ordinal)
    {
        ["verbatim"] = (memory, _, json) => memory.AddAsync("x", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, Metadata = json }, Token),
        ["inferred"] = (memory, _, json) => memory.AddAsync("I like tea.", MemoryFixture.Alice, new MemoryAddOptions { Metadata = json }, Token),
        ["merge"] = (memory, item, json) => memory.UpdateAsync(item.Id, new MemoryPatch { Metadata = json }, cancellationToken: Token),
        ["replace"] = (memory, item, json) =>
            memory.UpdateAsync(item.Id, new MemoryPatch { Metadata = MetadataPatch.Replace(json) }, cancellationToken: Token),
        ["decided"] = (memory, item, json) => memory.UpdateAsync(item.Id, _ => new MemoryPatch { Metadata = json }, cancellationToken: Token),
        ["batch"] = (memory, item, json) =>
            memory.BatchUpdateAsync([new MemoryUpdate(item.Id, new MemoryPatch { Metadata = json })], cancellationToken: Token),
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task Metadata_WrittenInAnyWay_ComesBackDigitForDigitAndMeansNothingToUs_E2(string name, bool managed)
    {
        JsonObject json = JsonNode.Parse(Sound[name])!.AsObject();
        string expected = JsonSerializer.Serialize(MemoryMetadata.From(json));
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => _ = managed ? builder.UseHistory(new InMemoryHistoryStore()) : builder);
        MemoryItem added = await fixture.StoreAsync("Likes tea", options: new MemoryAddOptions { Metadata = json });
        MemoryItem replaced = await fixture.StoreAsync("Likes milk", options: new MemoryAddOptions { Metadata = new JsonObject { ["old"] = 1 } });
        MemoryItem batched = await fixture.StoreAsync("Likes water");
        await Calls["replace"](fixture.Memory, replaced, json);
        await fixture.Memory.BatchUpdateAsync(
            [new MemoryUpdate(batched.Id, new MemoryPatch { Metadata = MetadataPatch.Replace(json) })], cancellationToken: Token);
        if (!managed)
        {
            await fixture.ReopenAsync();
        }

        foreach (MemoryItem item in (MemoryItem[])[added, replaced, batched])
        {
            MemoryItem found = (await fixture.Memory.GetAsync(item.Id, Token))!;
            JsonSerializer.Serialize(found.Metadata).Should().Be(expected);
            JsonSerializer.Serialize((await fixture.HistoryAsync(item.Id))[^1].Item.Metadata).Should().Be(expected);
            (found.Id, found.Text, found.Scope, found.ExpiresAt, found.ActorId).Should().Be((item.Id, item.Text, item.Scope, item.ExpiresAt, item.ActorId));
        }

        (await fixture.Memory.SearchAsync("Likes tea", MemoryFixture.Alice, cancellationToken: Token))
            .Select(result => JsonSerializer.Serialize(result.Item.Metadata)).Should().AllBe(expected).And.HaveCount(3);
        (await fixture.Memory.CountAsync(MemoryFixture.Bob, cancellationToken: Token)).Should().Be(0);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Metadata_ThatCannotBeKept_IsRefusedByEveryCallBeforeAnythingIsDone_E2(string name)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("Likes coffee");
        FileRows before = FileRows.Of(fixture);
        foreach ((string call, Func<Memory, MemoryItem, JsonObject, Task> make) in Calls)
        {
            JsonObject json = Bad[name]();
            Func<Task> refused = async () => await make(fixture.Memory, item, json);

            await refused.Should().ThrowAsync<MemoryValidationException>(call);
            FileRows.Of(fixture).Rows.Should().Be(before.Rows, call);
        }
    }

    [Fact]
    public async Task UpdateAsync_WhenTwoPatchesTogetherAreTooLong_RefusesTheSecondAndKeepsTheFirst_E2()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("Likes coffee");
        JsonObject Half(string key) => new() { [key] = new string('x', (MemoryLimits.MetadataBytes / 2) + 1) };
        await Calls["merge"](fixture.Memory, item, Half("a"));

        Func<Task> second = () => Calls["merge"](fixture.Memory, item, Half("b"));

        await second.Should().ThrowAsync<MemoryValidationException>();
        MemoryItem found = (await fixture.Memory.GetAsync(item.Id, Token))!;
        (found.Version, found.Metadata.Count).Should().Be((2, 1));
        await Calls["merge"](fixture.Memory, item, new JsonObject { ["a"] = null, ["b"] = new string('x', 100) });
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("[[1]]")]
    [InlineData("\"text\"")]
    public async Task ImportAsync_OfMetadataThatCannotBeKept_RefusesThatMemoryAlone_E2(string metadata) =>
        await ShouldRefuseAsync(metadata);

    [Theory]
    [InlineData(33)]
    [InlineData(50)]
    public async Task ImportAsync_OfMetadataThatIsTooDeep_RefusesThatMemoryAlone_E2(int levels) =>
        await ShouldRefuseAsync(Nested(levels).ToJsonString());

    [Theory]
    [InlineData(64)]
    [InlineData(2_000)]
    public async Task ImportAsync_OfAFileThatIsTooDeepToRead_IsRefusedAsAWhole_E2(int levels)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        string deep = string.Concat(Enumerable.Repeat("[", levels)) + string.Concat(Enumerable.Repeat("]", levels));

        Func<Task> import = () => ImportAsync(fixture, $$"""{"a": {{deep}} }""");

        await import.Should().ThrowAsync<MemoryValidationException>();
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(0);
    }

    private static async Task ShouldRefuseAsync(string metadata)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await ImportAsync(fixture, metadata);

        result.Select(one => one.Error?.GetType()).Should().Equal(typeof(MemoryValidationException), null);
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).Select(item => item.Id).ToListAsync(Token)).Should().Equal("whole");
    }

    private static Task<MemoryImportResult> ImportAsync(MemoryFixture fixture, string metadata)
    {
        string json = $$"""
            [{"id":"bad","memory":"Likes tea","user_id":"alice","metadata": {{metadata}} },
            {"id":"whole","memory":"Likes milk","user_id":"alice","metadata":{"a":1} }]
            """;
        return fixture.Memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(Encoding.UTF8.GetBytes(json))), cancellationToken: Token);
    }

    private static JsonObject Nested(int depth)
    {
        JsonObject json = new() { ["a"] = 1 };
        for (int i = 1; i < depth; i++)
        {
            json = new JsonObject { ["a"] = json };
        }

        return json;
    }
}
