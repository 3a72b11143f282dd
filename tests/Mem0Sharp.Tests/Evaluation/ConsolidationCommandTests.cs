namespace Mem0Sharp.Tests.Evaluation;

public sealed class ConsolidationCommandTests
{
    [Fact]
    public async Task RunAsync_OverTinyFacts_PrintsEachRowAndEndsWithTheLibrarysOwn()
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync("factconsolidation", fixture.Write("tiny.json", TinyConsolidation.Json));

        fixture.Error.ToString().Should().BeEmpty();
        code.Should().Be(0);

        // Of three questions the last has no answer at all; the first is answered only by who takes the newest.
        fixture.Lines.Should().ContainInOrder(
            "tiny: 3 facts, 0 refused; 3 questions; embedder mem0sharp-lexical-1",
            "empty                               0.0",
            "keywords (BM25)                    33.3",
            "keywords, newest among near ties   66.7",
            "vectors alone, by score            33.3",
            "vectors, newest among near ties    66.7",
            "search, by score                   33.3",
            "search, newest among near ties     66.7",
            "search, default                    66.7",
            "The answer is in the first ten by score: 2. Not the first by score, but near-tied with it: 1.");
        fixture.Lines.TakeLast(2).Should().Equal("factconsolidation.tiny.answer1 0.67", string.Empty);
    }

    [Fact]
    public async Task RunAsync_WithAFileOfAnotherFormat_SaysWhatIsWrongAndIs1()
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync("factconsolidation", fixture.Write("other.json", "[{}]"));

        code.Should().Be(1);
        fixture.Error.ToString().Should().Contain("'source' is missing");
    }
}
