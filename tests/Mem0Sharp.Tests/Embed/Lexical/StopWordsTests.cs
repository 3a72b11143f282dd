namespace Mem0Sharp.Tests.Embed.Lexical;

public sealed class StopWordsTests
{
    [Theory]
    [InlineData("the")]
    [InlineData("with")]
    [InlineData("when")]
    [InlineData("ll")]
    public void Contains_FunctionWord_IsTrue(string word) => StopWords.Contains(word).Should().BeTrue();

    [Theory]
    [InlineData("coffee")]
    [InlineData("may")]
    [InlineData("never")]
    [InlineData("one")]
    public void Contains_WordThatCanCarryAFact_IsFalse(string word) => StopWords.Contains(word).Should().BeFalse();
}
