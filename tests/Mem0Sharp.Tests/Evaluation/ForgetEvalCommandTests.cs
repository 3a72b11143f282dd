namespace Mem0Sharp.Tests.Evaluation;

public sealed class ForgetEvalCommandTests
{
    [Fact]
    public async Task RunAsync_OverTinyCases_PrintsEachRowAndEndsWithTheLibrarysOwn()
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync("forgeteval", fixture.Write("tiny.jsonl", TinyForgetEval.Lines));

        fixture.Error.ToString().Should().BeEmpty();
        code.Should().Be(0);
        fixture.Lines.Should().ContainInOrder(
            "5 cases, 11 facts, 5 changes; embedder mem0sharp-lexical-1; top 5",
            "                                   passed  probed  supersession    decay  amnesia    purge",
            "cases                                   5                     1        1        1        2",
            "empty                                   1       1             0        0        0        1",
            "wipes everything                        2       2             1        0        0        1",
            "keywords (BM25), changes nothing        0       0             0        0        0        0",
            "keywords, first hit                     3       3             1        1        0        1",
            "keywords, all hits named                4       4             1        1        1        1",
            "vectors alone, first hit                3       3             1        1        0        1",
            "vectors alone, all hits named           4       4             1        1        1        1",
            "search, first hit                       3       3             1        1        0        1",
            "search, all hits named                  4       4             1        1        1        1");
        fixture.Lines.TakeLast(4).Should().Equal(
            "failed: inner-word: 'white' was found", "forgeteval.pass 4", "forgeteval.total 5", string.Empty);
    }

    [Fact]
    public async Task RunAsync_WithALineThatIsMalformed_NamesTheLineAndIs1()
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync("forgeteval", fixture.Write("broken.jsonl", TinyForgetEval.Lines + "\n{\"id\":"));

        code.Should().Be(1);
        fixture.Error.ToString().Should().Contain("Line 7: This is no JSON.");
        fixture.Out.ToString().Should().BeEmpty();
    }
}
