using Mem0Sharp.Tests.Ask;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Arbitrate.Model;

public sealed class ModelMemoryArbiterTests
{
    [Fact]
    public async Task ArbitrateAsync_WithAllFourEvents_ReadsThemInOrder()
    {
        StubChatClient client = StubChatClient.Replying(
            """
            {"decisions":[
              {"fact":1,"event":"UPDATE","candidate":0,"text":"Ada lives in Graz.","old_text":"Ada lives in Linz.","reason":"moved"},
              {"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null},
              {"fact":2,"event":"DELETE","candidate":1,"text":null,"old_text":"Ada has a dog.","reason":""},
              {"fact":2,"event":"NONE","candidate":null,"text":null,"old_text":null,"reason":null},
              {"fact":0,"event":"NONE","candidate":1,"text":null,"old_text":null,"reason":null}]}
            """);

        Arbitration arbitration = await Arbitrate(client, 3);

        arbitration.Decisions.Should().Equal(
            new MemoryDecision.Update(1, 0, "Ada lives in Graz.", "Ada lives in Linz.") { Reason = "moved" },
            new MemoryDecision.Add(0),
            new MemoryDecision.Delete(2, 1, "Ada has a dog."),
            new MemoryDecision.None(2),
            new MemoryDecision.None(0, 1));
        client.Calls.Should().ContainSingle().Which.AskedForSchema.Should().BeTrue();
    }

    public static TheoryData<string, MemoryDecision> Readings => new()
    {
        { """{"fact":0,"event":"add"}""", new MemoryDecision.Add(0) },
        { """{"fact":0,"event":" None "}""", new MemoryDecision.None(0) },
        { """{"fact":"0","event":"Delete","candidate":"1"}""", new MemoryDecision.Delete(0, 1) },
        { """{"fact":0,"event":"ADD","text":"","extra":{"x":[1]}}""", new MemoryDecision.Add(0) },
        { """{"fact":0,"event":"ADD","text":"Better."}""", new MemoryDecision.Add(0, "Better.") },

        // Only the words that change.
        { """{"fact":0,"event":"UPDATE","candidate":0,"text":null,"old_text":null,"span":"Linz","with":"Graz"}""", new MemoryDecision.Update(0, 0, "Ada lives in Graz.") },
        { """{"fact":0,"event":"UPDATE","candidate":"1","span":" has a dog. ","with":"has a dog and a cat."}""", new MemoryDecision.Update(0, 1, "Ada has a dog and a cat.") },
        { """{"fact":0,"event":"UPDATE","candidate":0,"span":"Ada lives in","with":null}""", new MemoryDecision.Update(0, 0, "Linz.") },
        { """{"fact":0,"event":"UPDATE","candidate":0,"text":"Whole.","span":"nowhere","with":"x"}""", new MemoryDecision.Update(0, 0, "Whole.") },
        { """{"fact":0,"event":"ADD","span":"nowhere","with":"x"}""", new MemoryDecision.Add(0) },
        { """{"fact":0,"event":"UPDATE","candidate":2,"span":"Linz","with":"Graz"}""", new MemoryDecision.Update(0, 2, "Graz") },

        // What the reader lets through for the pipeline to refuse: no such candidate, a misquote, an update that changes nothing.
        { """{"fact":0,"event":"DELETE","candidate":77}""", new MemoryDecision.Delete(0, 77) },
        { """{"fact":0,"event":"UPDATE","candidate":-1,"text":"x"}""", new MemoryDecision.Update(0, -1, "x") },
        { """{"fact":0,"event":"DELETE","candidate":0,"old_text":"made up"}""", new MemoryDecision.Delete(0, 0, "made up") },
        {
            """{"fact":0,"event":"UPDATE","candidate":0,"text":"same","old_text":"same"}""",
            new MemoryDecision.Update(0, 0, "same", "same")
        },
    };

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task ArbitrateAsync_WithADecisionAsModelsWriteIt_ReadsIt(string decision, MemoryDecision expected)
    {
        foreach (string reply in (string[])[$$"""{"decisions":[{{decision}}]}""", $"[{decision}]", $"```json\n{{\"decisions\":[{decision},]}}\n```"])
        {
            (await Arbitrate(StubChatClient.Replying(reply))).Decisions.Should().Equal(expected);
        }
    }

    public static TheoryData<string> UnreadableDecisions =>
    [
        """{"event":"ADD"}""",
        """{"fact":null,"event":"ADD"}""",
        """{"fact":1,"event":"ADD"}""",
        """{"fact":-1,"event":"ADD"}""",
        """{"fact":0.5,"event":"ADD"}""",
        """{"fact":0}""",
        """{"fact":0,"event":null}""",
        """{"fact":0,"event":"REPLACE"}""",
        """{"fact":0,"event":"UPDATE","candidate":0}""",
        """{"fact":0,"event":"UPDATE","candidate":0,"text":" "}""",
        """{"fact":0,"event":"UPDATE","candidate":null,"text":"x"}""",
        """{"fact":0,"event":"UPDATE","candidate":"fe966e90-0000-7000-8000-000000000000","text":"x"}""",
        """{"fact":0,"event":"UPDATE","candidate":0,"text":["x"]}""",
        """{"fact":0,"event":"UPDATE","candidate":0,"text":"lost \ud83c half"}""",
        """{"fact":0,"event":"UPDATE","candidate":0,"span":"Wels","with":"Graz"}""",
        """{"fact":0,"event":"UPDATE","candidate":0,"span":"LINZ","with":"Graz"}""",
        """{"fact":0,"event":"UPDATE","candidate":1,"span":"a","with":"the"}""",
        """{"fact":0,"event":"UPDATE","candidate":0,"span":["Linz"],"with":"Graz"}""",
        """{"fact":0,"event":"UPDATE","candidate":0,"span":"Linz","with":7}""",
        """{"fact":0,"event":"UPDATE","candidate":0,"span":" ","with":"Graz"}""",
        """{"fact":0,"event":"UPDATE","candidate":null,"span":"Linz","with":"Graz"}""",
        """{"fact":0,"event":"DELETE"}""",
        """{"fact":0,"event":"DELETE","candidate":1.5}""",
        """{"fact":0,"event":"DELETE","candidate":0,"old_text":7}""",
        """{"fact":0,"event":"ADD","event":"DELETE","candidate":0}""",
        "\"ADD\"",
        "null",
        """{"fact":0,"event":"ADD"},{"fact":0,"event":"WHAT"}""",
    ];

    [Theory]
    [MemberData(nameof(UnreadableDecisions))]
    public async Task ArbitrateAsync_WithADecisionThatCannotBeRead_AsksTwiceAndThrows(string decision)
    {
        StubChatClient client = StubChatClient.Replying($$"""{"decisions":[{{decision}}]}""");

        (await FluentActions.Awaiting(() => Arbitrate(client)).Should().ThrowAsync<ModelResponseException>())
            .Which.Stage.Should().Be("arbitrate");

        client.Calls.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Memory 0 should be updated.")]
    [InlineData("{}")]
    [InlineData("""{"decisions":{}}""")]
    [InlineData("""{"decisions":[]}""")]
    [InlineData("""{"memory":[{"id":"0","text":"Ada rows.","event":"ADD"}]}""")]
    [InlineData("{\"decisions\":[{\"fact\":0,\"event\":\"ADD\"}]}\n{\"decisions\":[{\"fact\":0,\"event\":\"NONE\"}]}")]
    public async Task ArbitrateAsync_WithAReplyThatIsNoAnswer_AsksTwiceAndThrows(string reply)
    {
        StubChatClient client = StubChatClient.Replying(reply);

        await FluentActions.Awaiting(() => Arbitrate(client)).Should().ThrowAsync<ModelResponseException>();

        client.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task ArbitrateAsync_WhenAFactIsForgotten_AsksForItByNumber()
    {
        StubChatClient client = StubChatClient.Replying(
            """{"decisions":[{"fact":0,"event":"ADD"}]}""",
            """{"decisions":[{"fact":0,"event":"ADD"},{"fact":1,"event":"NONE"}]}""");

        (await Arbitrate(client, 2)).Decisions.Should().HaveCount(2);

        client.Calls[1].LastText.Should().Contain("It has no decision for fact 1.");
    }

    [Fact]
    public async Task ArbitrateAsync_OverARetry_ReportsTheTokensOfBothCalls()
    {
        UsageDetails usage = new() { TotalTokenCount = 5 };
        StubChatClient client = new(
            StubChatClient.Reply("?", usage), StubChatClient.Reply("""{"decisions":[{"fact":0,"event":"ADD"}]}""", usage));

        (await Arbitrate(client)).Usage!.TotalTokenCount.Should().Be(10);
    }

    [Fact]
    public async Task ArbitrateAsync_WhenTheKeyIsRefused_ThrowsAccessDenied()
    {
        StubChatClient client = new(StubChatClient.Throw(
            new HttpRequestException("no", null, System.Net.HttpStatusCode.Unauthorized)));

        await FluentActions.Awaiting(() => Arbitrate(client)).Should().ThrowAsync<MemoryAccessDeniedException>();

        client.Calls.Should().ContainSingle();
    }

    internal static Task<Arbitration> Arbitrate(IChatClient client, int facts = 1) => new ModelMemoryArbiter(client).ArbitrateAsync(
        ArbitrationRequests.Of(
            [.. Enumerable.Range(0, facts).Select(i => new ExtractedFact($"Fact {i}."))], ["Ada lives in Linz.", "Ada has a dog."]),
        TestContext.Current.CancellationToken);
}
