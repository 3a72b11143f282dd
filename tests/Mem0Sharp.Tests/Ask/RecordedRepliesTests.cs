using System.Text.Json;
using FluentAssertions.Execution;
using Mem0Sharp.Tests.Arbitrate.Model;
using Mem0Sharp.Tests.Conventions;
using Mem0Sharp.Tests.Extract.Model;

namespace Mem0Sharp.Tests.Ask;

/// <summary>
/// Replies that models really gave, collected beside the repository. Their shapes are covered by data of our own in
/// <see cref="ModelReplyTests"/>, <see cref="ModelFactExtractorTests"/> and <see cref="ModelMemoryArbiterTests"/>, which always run.
/// </summary>
/// <remarks>
/// The collection says what would be tolerable. Where we differ on purpose: replies to the update stage are all in another
/// protocol ("memory" with ids), which is not asked for; it expects "no operations", and we throw, since a decision that was not
/// understood is not a decision to do nothing. A sentence that echoes some prompt ("prompt-echo") is read as the fact it claims to
/// be: by its form alone it is one, and our prompt holds no such sentence.
/// </remarks>
public sealed class RecordedRepliesTests
{
    private static readonly string File =
        Path.Combine(RepositoryLayout.Root, "..", "shared", "data", "recorded", "malformed_llm_outputs.json");

    [Fact]
    public async Task ExtractAsync_WithRecordedReplies_ReadsWhatTheyMeanOrThrows()
    {
        using AssertionScope scope = new();
        foreach (JsonElement recorded in Recorded("extract"))
        {
            string id = recorded.GetProperty("id").GetString()!;
            JsonElement expected = recorded.GetProperty("expect");
            StubChatClient client = StubChatClient.Replying(recorded.GetProperty("raw").GetString()!);
            if (expected.TryGetProperty("error", out _))
            {
                await FluentActions.Awaiting(() => ModelFactExtractorTests.Extract(client))
                    .Should().ThrowAsync<ModelResponseException>(id);
                client.Calls.Should().HaveCount(2, id);
                continue;
            }

            string[] facts = [.. (await ModelFactExtractorTests.Extract(client)).Facts.Select(fact => fact.Text)];
            if (expected.TryGetProperty("facts", out JsonElement texts))
            {
                facts.Should().Equal(texts.EnumerateArray().Select(text => text.GetString()), id);
            }
            else
            {
                int fewest = expected.TryGetProperty("min_facts", out JsonElement number) ? number.GetInt32() : 1;
                facts.Should().HaveCountGreaterThanOrEqualTo(fewest, id);
            }
        }
    }

    [Fact]
    public async Task ArbitrateAsync_WithRecordedReplies_ThrowsInsteadOfDoingNothing()
    {
        using AssertionScope scope = new();
        foreach (JsonElement recorded in Recorded("update"))
        {
            string id = recorded.GetProperty("id").GetString()!;
            StubChatClient client = StubChatClient.Replying(recorded.GetProperty("raw").GetString()!);

            await FluentActions.Awaiting(() => ModelMemoryArbiterTests.Arbitrate(client))
                .Should().ThrowAsync<ModelResponseException>(id);
            client.Calls.Should().HaveCount(2, id);
        }
    }

    private static JsonElement[] Recorded(string stage)
    {
        Assert.SkipUnless(System.IO.File.Exists(File), "The recorded replies are not beside this repository.");
        JsonElement[] all =
        [
            .. JsonElement.Parse(System.IO.File.ReadAllText(File)).EnumerateArray()
                .Where(recorded => recorded.GetProperty("stage").ValueEquals(stage)),
        ];
        all.Should().NotBeEmpty();
        return all;
    }
}
