using System.Text;
using Mem0Sharp.Tests.Ask;

namespace Mem0Sharp.Tests.Reconcile;

public sealed class ReconciliationFuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261128;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly string[] Replies =
    [
        """{"facts":[{"text":"Ada rows.","messages":[0,2],"type":"semantic","from":null,"to":null,"decisions":[{"event":"ADD","candidate":null,"text":null,"old_text":null,"span":null,"with":null,"reason":"new"}]}]}""",
        """{"facts":[{"text":"Ada lives in Graz 🍕.","messages":[1],"decisions":[{"event":"UPDATE","candidate":0,"text":null,"span":"Linz","with":"Graz"},{"event":"NONE","candidate":1}]},{"text":"Ada has no dog.","messages":[2],"decisions":[{"event":"DELETE","candidate":1,"old_text":"Ada has a dog."}]}]}""",
        "```json\n{\"facts\":[{\"text\":\"A \\ud83c\\udf55.\",\"decisions\":[{\"event\":\"add\"}]},{\"text\":\"B.\",\"decisions\":[]}]}\n```",
        "<think>So {</think>[{\"fact\":\"Ada rows.\",\"messages\":\"1\",\"decisions\":[{\"event\":\"UPDATE\",\"candidate\":\"0\",\"text\":\"Ada rows.\"}]}]",
    ];

    [Fact]
    public async Task ReconcileAsync_WithMutatedReplies_GivesSoundFactsAndDecisionsOrModelResponseException()
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
                Reconciliation reconciliation = await Reconciling.AskAsync(StubChatClient.Replying(reply));
                read++;
                if (!IsSound(reconciliation))
                {
                    Assert.Fail($"Reply {i} of seed {Seed} gave what cannot be meant: {reply}");
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

    private static bool IsSound(Reconciliation reconciliation) =>
        reconciliation.Facts.All(fact => IsText(fact.Text) && fact.Messages.All(message => message is >= 0 and < 3))
        && reconciliation.Facts.Select(fact => fact.Text).Distinct(StringComparer.Ordinal).Count() == reconciliation.Facts.Count
        && reconciliation.Decisions.All(decision => decision.Fact >= 0 && decision.Fact < reconciliation.Facts.Count)
        && reconciliation.Decisions.OfType<MemoryDecision.Update>().All(update => IsText(update.Text))
        && reconciliation.Decisions.OfType<MemoryDecision.Add>().All(add => add.Text is null || IsText(add.Text));

    private static bool IsText(string text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= MemoryLimits.TextLength && StrictUtf8.GetByteCount(text) > 0;
}
