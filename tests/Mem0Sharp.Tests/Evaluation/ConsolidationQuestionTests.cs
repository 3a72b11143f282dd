using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class ConsolidationQuestionTests
{
    [Theory]
    [InlineData("Rugby comes from INDIA.", true)]
    [InlineData("Rugby comes from Indiana.", false)]
    [InlineData("Rugby comes from New   Delhi!", true)]
    [InlineData("Rugby comes from Delhi.", false)]
    [InlineData("", false)]
    public void IsAnsweredBy_LooksForWholeWordsOfAnyAnswer(string text, bool isAnswered) =>
        new ConsolidationQuestion("Where from?", ["India", "New-Delhi"]).IsAnsweredBy(text).Should().Be(isAnswered);
}
