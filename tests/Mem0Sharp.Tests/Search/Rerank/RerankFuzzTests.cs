using Mem0Sharp.Tests.Ask;

namespace Mem0Sharp.Tests.Search.Rerank;

public sealed class RerankFuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261129;

    private static readonly string[] Replies =
    [
        """{"grades":[{"memory":0,"grade":3},{"memory":1,"grade":10},{"memory":2,"grade":0}]}""",
        "```json\n[{\"grade\":7,\"memory\":2},{\"grade\":0,\"memory\":0},{\"grade\":10,\"memory\":1}]\n```",
        """<think>{"grades":[]}</think>{"grades":[{"memory":"0","grade":"1"},{"memory":"1","grade":"2"},{"memory":"2","grade":"3"}]}""",
    ];

    [Fact]
    public async Task RerankAsync_WithMutatedReplies_GivesThreeRelevancesOrModelResponseException()
    {
        output.WriteLine($"seed {Seed}");
        ReplyMutator mutator = new(Seed, Replies);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            string reply = mutator.Next();
            try
            {
                IReadOnlyList<double> relevances = await Judged.AskAsync(StubChatClient.Replying(reply));
                read++;
                if (relevances.Count != 3 || relevances.Any(relevance => relevance is not (>= 0 and <= 1)))
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
        read.Should().BeGreaterThan(500);
        refused.Should().BeGreaterThan(2_000);
    }
}
