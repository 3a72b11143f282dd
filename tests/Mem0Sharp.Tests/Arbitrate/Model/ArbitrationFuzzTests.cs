using System.Text;
using Mem0Sharp.Tests.Ask;

namespace Mem0Sharp.Tests.Arbitrate.Model;

public sealed class ArbitrationFuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20260318;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly string[] Replies =
    [
        """{"decisions":[{"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":"new"},{"fact":1,"event":"NONE","candidate":1,"text":null,"old_text":null,"reason":null}]}""",
        """{"decisions":[{"fact":0,"event":"UPDATE","candidate":0,"text":"Ada lives in Graz 🍕.","old_text":"Ada lives in Linz.","reason":"moved"},{"fact":1,"event":"DELETE","candidate":1,"text":null,"old_text":"Ada has a dog.","reason":null}]}""",
        "```json\n[{\"fact\":\"0\",\"event\":\"add\"},{\"fact\":1,\"event\":\"none\"}]\n```",
        "<think>So {</think>{\"decisions\":[{\"fact\":0,\"event\":\"ADD\",\"text\":\"A \\ud83c\\udf55.\"},{\"fact\":1,\"event\":\"ADD\"}]}",
    ];

    [Fact]
    public async Task ArbitrateAsync_WithMutatedReplies_GivesSoundDecisionsOrModelResponseException()
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
                Arbitration arbitration = await ModelMemoryArbiterTests.Arbitrate(StubChatClient.Replying(reply), 2);
                read++;
                if (!AreSound(arbitration.Decisions))
                {
                    Assert.Fail($"Reply {i} of seed {Seed} gave a decision that cannot be meant: {reply}");
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

    private static bool AreSound(IReadOnlyList<MemoryDecision> decisions) =>
        decisions.All(decision => decision.Fact is 0 or 1)
        && decisions.Select(decision => decision.Fact).Distinct().Count() == 2
        && decisions.OfType<MemoryDecision.Update>().All(update => IsText(update.Text))
        && decisions.OfType<MemoryDecision.Add>().All(add => add.Text is null || IsText(add.Text));

    private static bool IsText(string text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= MemoryLimits.TextLength && StrictUtf8.GetByteCount(text) > 0;
}
