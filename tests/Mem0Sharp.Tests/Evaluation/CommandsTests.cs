namespace Mem0Sharp.Tests.Evaluation;

public sealed class CommandsTests
{
    [Theory]
    [InlineData]
    [InlineData("recall")]
    [InlineData("locomo")]
    [InlineData("locomo", "a.json", "b.json")]
    [InlineData("locomo", "a.json", "--db")]
    [InlineData("locomo", "--by-score")]
    [InlineData("locomo", "a.json", "--units", "words")]
    [InlineData("thresholds")]
    [InlineData("thresholds", "a.json", "--units", "sessions")]
    [InlineData("retrieval")]
    [InlineData("retrieval", "a.jsonl", "--units", "facts")]
    [InlineData("factconsolidation")]
    [InlineData("factconsolidation", "a.json", "b.json")]
    [InlineData("forgeteval")]
    [InlineData("forgeteval", "a.jsonl", "b.jsonl")]
    public async Task RunAsync_WithArgumentsThatCannotBeMeant_PrintsTheUsageAndIs2(params string[] args)
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync(args);

        code.Should().Be(2);
        fixture.Error.ToString().Should().Contain("Usage:").And.Contain("locomo FILE [--units facts,turns,sessions]")
            .And.Contain("retrieval FILE [--embedders lexical,use-lite,given]").And.Contain("factconsolidation FILE").And.Contain("forgeteval FILE");
        fixture.Out.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_WithoutTheFile_SaysWhichAndIs1()
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync("locomo", fixture.PathOf("none.json"));

        code.Should().Be(1);
        fixture.Error.ToString().Should().Contain("none.json").And.NotContain("Usage:");
    }

    [Fact]
    public async Task RunAsync_WithAFileOfAnotherFormat_SaysWhatIsWrongAndIs1()
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync("locomo", fixture.Write("other.json", "[{}]"));

        code.Should().Be(1);
        fixture.Error.ToString().Should().Contain("'conversation' is missing");
    }
}
