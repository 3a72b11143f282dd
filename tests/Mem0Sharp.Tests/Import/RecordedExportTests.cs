using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mem0Sharp.Tests.Conventions;

namespace Mem0Sharp.Tests.Import;

/// <summary>The memories that a real run of Mem0 made of a long conversation, collected beside the repository.</summary>
public sealed class RecordedExportTests
{
    private static readonly string Recorded =
        Path.Combine(RepositoryLayout.Root, "..", "shared", "data", "recorded", "mem0_oss_locomo_conv0.json.gz");

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task ImportAsync_OfARealRun_ImportsEveryMemoryAndFindsItByItsText()
    {
        Assert.SkipUnless(File.Exists(Recorded), "The recorded run is not beside the repository.");
        JsonArray export = Export();
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryImportSource Source() => MemoryImportSource.Mem0Json(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(export)));

        MemoryImportResult result = await fixture.Memory.ImportAsync(Source(), cancellationToken: Token);

        result.ImportedCount.Should().Be(export.Count).And.BeGreaterThan(400);
        result.FailedCount.Should().Be(0);
        MemoryItem last = await fixture.Memory.GetAllAsync(MemoryScope.ForUser("speaker_1"), cancellationToken: Token).FirstAsync(Token);
        last.CreatedAt.Year.Should().Be(2023);
        (await fixture.Memory.SearchAsync(last.Text, last.Scope, MemoryFixture.ByVector, Token))[0].Item.Text.Should().Be(last.Text);
        (await fixture.Memory.ImportAsync(Source(), cancellationToken: Token)).UnchangedCount.Should().Be(export.Count);
    }

    /// <summary>The recording has texts and dates in words by speaker; get_all has items.</summary>
    private static JsonArray Export()
    {
        using GZipStream stream = new(File.OpenRead(Recorded), CompressionMode.Decompress);
        using JsonDocument recorded = JsonDocument.Parse(stream);
        JsonArray items = [];
        foreach (JsonProperty speaker in recorded.RootElement.GetProperty("memories").EnumerateObject())
        {
            foreach (JsonElement memory in speaker.Value.EnumerateArray())
            {
                items.Add(new JsonObject
                {
                    ["id"] = $"{speaker.Name}-{items.Count}",
                    ["memory"] = memory.GetProperty("memory").GetString(),
                    ["user_id"] = speaker.Name,
                    ["created_at"] = DateTime
                        .ParseExact(memory.GetProperty("timestamp").GetString()!, "h:mm tt 'on' d MMMM, yyyy", CultureInfo.InvariantCulture)
                        .ToString("s", CultureInfo.InvariantCulture),
                });
            }
        }

        return items;
    }
}
