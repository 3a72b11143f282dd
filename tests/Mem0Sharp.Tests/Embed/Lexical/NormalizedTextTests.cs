namespace Mem0Sharp.Tests.Embed.Lexical;

public sealed class NormalizedTextTests
{
    [Theory]
    [InlineData("Decaf COFFEE", "decaf coffee")]
    [InlineData("CAFE\u0301", "café")]
    [InlineData("Ｔｏｋｙｏ", "tokyo")]
    [InlineData("ﬁle x²", "file x2")]
    [InlineData("ｶﾞｽ", "ガス")]
    public void Constructor_OtherForms_GivesCompatibilityFormInLowerCase(string text, string expected) =>
        Normalize(text).Should().Be(expected);

    [Theory]
    [InlineData(0xD83D)]
    [InlineData(0xDE00)]
    [InlineData(0xFFFE)]
    public void Constructor_InvalidUnicode_CountsAsTheReplacementCharacter(int invalid) =>
        Normalize($"É{(char)invalid}B").Should().Be("é\uFFFDb");

    [Fact]
    public void Constructor_SurrogatePair_StaysWhole() => Normalize("\uD83D\uDE00É\uD83D").Should().Be("\uD83D\uDE00é\uFFFD");

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Constructor_AroundTheScratchLength_GivesTheSameText(int length) =>
        Normalize(new string('A', length), scratch: 50).Should().Be(new string('a', length));

    [Fact]
    public void Constructor_TextThatGrowsManyfold_GivesAllOfIt() =>
        Normalize(new string('\uFDFA', 1_000)).Should().HaveLength(18_000);

    private static string Normalize(string text, int scratch = 64)
    {
        using NormalizedText normalized = new(text, new char[scratch]);
        return normalized.Characters.ToString();
    }
}
