using System.Text;
using Mem0Sharp.Tests.Ask;

namespace Mem0Sharp.Tests.Extract.Model;

public sealed class ExtractionFuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20260317;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly string[] Replies =
    [
        """{"facts":[{"text":"Ada rows.","messages":[0,2]},{"text":"Zoë likes 🍕.","messages":[1]}]}""",
        """{"facts":["Ada rows.",{"fact":"It is \"so\"."}],"note":null}""",
        "```json\n{\"facts\":[{\"text\":\"Ada \\ud83c\\udf55 rows.\",\"messages\":[1]}]}\n```",
        "<think>Two facts {</think>[\"Ada rows.\",\"Bo sings.\"]",
        """{"facts":[]}""",
    ];

    [Fact]
    public async Task ExtractAsync_WithMutatedReplies_GivesSoundFactsOrModelResponseException()
    {
        output.WriteLine($"seed {Seed}");
        ReplyMutator mutator = new(Seed, Replies);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 25_000; i++)
        {
            string reply = mutator.Next();
            try
            {
                FactExtraction extraction = await ModelFactExtractorTests.Extract(StubChatClient.Replying(reply));
                read++;
                if (!extraction.Facts.All(IsSound))
                {
                    Assert.Fail($"Reply {i} of seed {Seed} gave a fact that cannot be stored: {reply}");
                }
            }
            catch (ModelResponseException)
            {
                refused++;
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"Reply {i} of seed {Seed}: {exception.GetType().Name} for {reply}");
            }
        }

        output.WriteLine($"{read} read, {refused} refused");
        read.Should().BeGreaterThan(2_000);
        refused.Should().BeGreaterThan(2_000);
    }

    private static bool IsSound(ExtractedFact fact) =>
        !string.IsNullOrWhiteSpace(fact.Text)
        && fact.Text.Length <= MemoryLimits.TextLength
        && StrictUtf8.GetByteCount(fact.Text) > 0
        && fact.Messages.All(message => message is >= 0 and < 3)
        && fact.Messages.Distinct().Count() == fact.Messages.Count;
}
