using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Keeping;

/// <summary>What is no export, or says what no store can, is refused by its line, and nothing of that line is written.</summary>
public sealed class ExportFormatTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, int> Changes => new()
    {
        { "not json", 4 },
        { "{\"event\":\"ADD\"", 4 },
        { "[]", 4 },
        { "null", 4 },
        { "", 4 },
        { "{\"what\":1}", 4 },
        { "{\"event\":\"ADD\"}", 4 },
        { "{\"event\":7,\"memory\":{}}", 4 },
        { "{\"event\":\"ADD\",\"event\":\"ADD\"}", 4 },
        { "{\"rejected\":{\"scope\":\"alice\",\"value\":\"tea\",\"at\":\"2026-01-01T00:00:00Z\"}}", 4 },
        { "{\"rejected\":{}}", 4 },
        { "{\"end\":{\"rejections\":0,\"versions\":7}}", 4 },
        { "{\"end\":{}}", 4 },
    };

    public static TheoryData<string, string> Memories => new()
    {
        { "id", "\"has space\"" }, { "id", "\"\"" }, { "id", "null" }, { "memory", "\"  \"" }, { "memory", "null" }, { "memory", "\"half \\ud800\"" },
        { "user_id", "\"a b\"" }, { "user_id", "null" }, { "user_id", "\"mallory\"" }, { "metadata", "7" }, { "metadata", "{\"a\":1,\"a\":2}" },
        { "metadata", "{\"a\":\"\\udc00\"}" }, { "tags", "[\"\"]" }, { "tags", "[7]" }, { "version", "0" }, { "version", "\"2\"" }, { "created_at", "null" },
        { "updated_at", "\"soon\"" }, { "salience", "7" }, { "immutable", "\"yes\"" }, { "memory_type", "\"other\"" }, { "review_of", "\"a b\"" },
        { "linked_run_ids", "[\"a b\"]" }, { "valid_from", "\"2027-01-01T00:00:00Z\",\"valid_to\":\"2026-01-01T00:00:00Z\"" },
    };

    public static TheoryData<string, string> Rows => new()
    {
        { "event", "\"ADD\"" }, { "event", "\"BOUGHT\"" }, { "reason", $"\"{new string('x', MemoryLimits.ReasonLength + 1)}\"" }, { "changed_by", "7" },
        { "changed_by", $"\"{new string('x', MemoryLimits.IdLength + 1)}\"" }, { "embedding", "\"!\"" }, { "embedding", "\"AAAA\"" },
        { "embedding", $"\"{Convert.ToBase64String(new byte[4 * 64])}\"" }, { "embedding", $"\"{Convert.ToBase64String(Enumerable.Repeat((byte)0xFF, 4 * 64).ToArray())}\"" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task ImportAsync_OfALineThatIsNone_SaysWhichAndWritesNothing(string line, int number)
    {
        string[] exported = await ExportedAsync();
        string[] changed = [.. exported];
        changed[number - 1] = line;

        await RefusesAsync(changed, number);
        await AcceptsAsync(exported);
    }

    [Theory]
    [MemberData(nameof(Memories))]
    public async Task ImportAsync_OfAMemoryThatCannotBe_SaysWhichLine(string name, string value)
    {
        string[] changed = await ExportedAsync();
        JsonObject memory = JsonNode.Parse(changed[3])!["memory"]!.AsObject();
        memory.Remove(name);
        changed[3] = $"{{\"event\":\"UPDATE\",\"memory\":{memory.ToJsonString()[..^1]},\"{name}\":{value}}}}}";

        await RefusesAsync(changed, 4);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task ImportAsync_OfARowThatCannotBe_SaysWhichLine(string name, string value)
    {
        string[] changed = await ExportedAsync();
        changed[3] = Exported.Changed(changed[3], json => json[name] = JsonNode.Parse(value));

        await RefusesAsync(changed, 4);
    }

    [Fact]
    public async Task ImportAsync_OfBytesThatAreNoText_SaysWhichLine()
    {
        byte[] bytes = Exported.Bytes(await ExportedAsync());
        bytes[bytes.AsSpan().IndexOf("Likes coffee"u8)] = 0xFF;
        await using MemoryFixture target = MemoryFixture.ByRules();

        Func<Task> import = () => target.Memory.ImportAsync(MemoryImportSource.Export(new MemoryStream(bytes)), cancellationToken: Token);

        (await import.Should().ThrowAsync<MemoryExportException>()).Which.Line.Should().Be(4);
    }

    [Fact]
    public async Task ImportAsync_OfAnExportThatIsCutOff_SaysWhereAndGoesOnWithTheWhole()
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        MemoryItem tea = await source.StoreAsync("Likes 0");
        for (int i = 1; i < 1_200; i++)
        {
            await source.Memory.UpdateAsync(tea.Id, $"Likes {i}", new MemoryUpdateOptions { ChangedByRole = "assistant" }, Token);
        }

        string[] exported = await Exported.LinesAsync(source.Memory);
        await using MemoryFixture target = MemoryFixture.ByRules();
        byte[] half = Exported.Bytes(exported.Take(1_101));

        Func<Task> import = () => target.Memory.ImportAsync(MemoryImportSource.Export(new MemoryStream(half[..^20])), cancellationToken: Token);

        (await import.Should().ThrowAsync<MemoryExportException>()).Which.Line.Should().Be(1_101);
        (await target.Memory.GetAsync(tea.Id, Token))!.Version.Should().Be(1_000, "what was imported stays: a moment of the other store");
        (await target.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
        await Exported.ImportAsync(target.Memory, exported);
        Exported.Timeless(await Exported.LinesAsync(target.Memory)).Should().Equal(Exported.Timeless(exported));
        target.Embeddings.CallCount.Should().Be(0);
    }

    [Theory]
    [InlineData("{\"format\":\"mem0sharp-export\",\"version\":2}", "format 2")]
    [InlineData("{\"results\":[]}", "does not say")]
    [InlineData("{\"format\":\"mem0sharp-export\"}", "no JSON as")]
    [InlineData("{\"format\":\"mem0sharp-export\",\"version\":1,\"embedding_model\":\"x\",\"embedding_dimensions\":100000000}", "dimensions")]
    [InlineData("<html>", "no JSON")]
    public async Task ImportAsync_OfSomethingElse_SaysSo(string first, string message)
    {
        string[] changed = [first, .. (await ExportedAsync()).Skip(1)];

        (await RefusesAsync(changed, 1)).Message.Should().Contain(message);
    }

    [Fact]
    public async Task ImportAsync_OfNothing_SaysSo()
    {
        await RefusesAsync([], 1);
        await RefusesAsync([.. (await ExportedAsync()).SkipLast(1)], 5);
        await RefusesAsync([.. await ExportedAsync(), "{}"], 6);
    }

    [Fact]
    public async Task ImportAsync_OfALineWithoutEnd_IsRefusedBeforeItFillsTheMemory()
    {
        await using MemoryFixture target = MemoryFixture.ByRules();
        await using EndlessStream stream = new(Exported.Bytes((await ExportedAsync()).Take(1)));

        Func<Task> import = () => target.Memory.ImportAsync(MemoryImportSource.Export(stream), cancellationToken: Token);

        (await import.Should().ThrowAsync<MemoryExportException>()).Which.Line.Should().Be(2);
        stream.Given.Should().BeLessThan(300L << 20);
    }

    [Fact]
    public async Task ImportAsync_OfARejectionFromTheFuture_IsOneOfNow()
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        await source.Memory.DeleteAsync((await source.StoreAsync("Likes tea")).Id, cancellationToken: Token);
        string[] exported = await Exported.LinesAsync(source.Memory);
        exported[1] = Exported.Changed(exported[1], json => json["rejected"]!["at"] = "9999-01-01T00:00:00Z");
        await using MemoryFixture target = MemoryFixture.ByRules();

        await Exported.ImportAsync(target.Memory, exported);

        (await Exported.LinesAsync(target.Memory))[1].Should().Contain("2026-03-01T12:00:00");
    }

    [Fact]
    public async Task ImportAsync_ThatChangesAnImmutableMemory_IsRefused()
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        await source.StoreAsync("Born in May", options: new MemoryAddOptions { IsImmutable = true });
        string[] exported = await Exported.LinesAsync(source.Memory);
        string update = Exported.Changed(exported[1], json =>
        {
            json["event"] = "UPDATE";
            json["memory"]!["memory"] = "Born in June";
            json["memory"]!["version"] = 2;
        });

        await RefusesAsync([exported[0], exported[1], update, """{"end":{"rejections":0,"versions":2}}"""], 3);
    }

    [Theory]
    [InlineData("LINK", false, true)]
    [InlineData("DELETE", false, true)]
    [InlineData("RESTORE", false, true)]
    [InlineData("UPDATE", true, false)]
    [InlineData("DELETE", true, false)]
    public async Task ImportAsync_ThatMarksByAnotherEventOrClearsTheMark_IsRefused(string change, bool before, bool after)
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        await source.StoreAsync("Born in May", options: new MemoryAddOptions { IsImmutable = before });
        string[] exported = await Exported.LinesAsync(source.Memory);
        string next = Exported.Changed(exported[1], json =>
        {
            json["event"] = change;
            json["memory"]!["immutable"] = after;
            json["memory"]!["version"] = 2;
        });

        (await RefusesAsync([exported[0], exported[1], next, """{"end":{"rejections":0,"versions":2}}"""], 3))
            .Message.Should().Contain("what never changes");
    }

    [Fact]
    public async Task ImportAsync_ThatRestoresAnImmutableMemoryToOtherWords_IsRefused()
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        MemoryItem item = await source.StoreAsync("Born in May", options: new MemoryAddOptions { IsImmutable = true });
        await source.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        await source.Memory.RestoreAsync(item.Id, 1, cancellationToken: Token);
        string[] exported = await Exported.LinesAsync(source.Memory);
        int last = exported.Length - 2;
        string[] changed = [.. exported];
        changed[last] = Exported.Changed(exported[last], json => json["memory"]!["memory"] = "Born in June");
        await using MemoryFixture target = MemoryFixture.ByRules();

        (await RefusesAsync(changed, last + 1)).Message.Should().Contain("cannot be changed");
        (await Exported.ImportAsync(target.Memory, exported)).FailedCount.Should().Be(0);
    }

    [Fact]
    public async Task MemoryImportSource_Export_OfAPath_IsReadAgain()
    {
        using Copies copies = new();
        await File.WriteAllBytesAsync(copies.Path("export.jsonl"), Exported.Bytes(await ExportedAsync()), Token);
        MemoryImportSource source = MemoryImportSource.Export(copies.Path("export.jsonl"));
        await using MemoryFixture target = MemoryFixture.ByRules();

        (await target.Memory.ImportAsync(source, cancellationToken: Token)).ImportedCount.Should().Be(1);
        (await target.Memory.ImportAsync(source, cancellationToken: Token)).UnchangedCount.Should().Be(1);
        Func<Task> missing = () => target.Memory.ImportAsync(MemoryImportSource.Export(copies.Path("none.jsonl")), cancellationToken: Token);
        await missing.Should().ThrowAsync<MemoryValidationException>();
    }

    /// <summary>The first line, a rejection, one memory with an update, and the last line.</summary>
    private static async Task<string[]> ExportedAsync()
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        MemoryItem tea = await source.StoreAsync("Likes tea");
        await source.Memory.UpdateAsync(tea.Id, "Likes coffee", cancellationToken: Token);
        return await Exported.LinesAsync(source.Memory);
    }

    private static async Task<MemoryExportException> RefusesAsync(string[] lines, long line)
    {
        await using MemoryFixture target = MemoryFixture.ByRules();
        await target.Memory.OpenAsync(Token);
        FileRows before = FileRows.Of(target);

        Func<Task> import = () => Exported.ImportAsync(target.Memory, lines);

        MemoryExportException error = (await import.Should().ThrowAsync<MemoryExportException>()).Which;
        error.Line.Should().Be(line);
        error.ToString().Should().NotContainAny("tea", "coffee", "alice", "mallory");
        FileRows.Of(target).Should().Be(before);
        return error;
    }

    private static async Task AcceptsAsync(string[] lines)
    {
        await using MemoryFixture target = MemoryFixture.ByRules();
        (await Exported.ImportAsync(target.Memory, lines)).ImportedCount.Should().Be(1);
    }
}
