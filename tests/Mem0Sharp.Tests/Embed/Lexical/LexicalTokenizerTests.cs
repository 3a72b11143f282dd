namespace Mem0Sharp.Tests.Embed.Lexical;

public sealed class LexicalTokenizerTests
{
    [Theory]
    [InlineData("she'll meet bob-2 at 9:30!", "she ll meet bob 2 at 9 30")]
    [InlineData("  tea,\n\tcake ", "tea cake")]
    [InlineData("привет мир", "привет мир")]
    [InlineData("x\u0323\u0307y z", "x\u0323\u0307y z")] // marks that no composed letter holds
    [InlineData("हिन्दी भाषा", "हिन्दी भाषा")] // vowel signs are marks
    [InlineData("\U00010437\U00010438 a", "\U00010437\U00010438 a")] // letters of two units
    [InlineData("\u0301 a", "a")] // a mark with nothing to hold on to
    public void MoveNext_Words_GivesRunsOfLettersDigitsAndMarks(string text, string tokens) =>
        Tokenize(text).Should().Equal(tokens.Split(' ').Select(token => (LexicalTokenKind.Word, token)));

    [Theory]
    [InlineData("東京都", "東 京 東京 都 京都")]
    [InlineData("東、京", "東 京")]
    [InlineData("サ・ー", "サ ー")]
    [InlineData("二〇", "二 〇 二〇")] // a numeral, not a letter
    [InlineData("커피", "커 피 커피")]
    [InlineData("\U00020000\U00020001", "\U00020000 \U00020001 \U00020000\U00020001")]
    public void MoveNext_Cjk_GivesCharactersAndNeighbouringPairs(string text, string tokens)
    {
        List<(LexicalTokenKind Kind, string Token)> read = Tokenize(text);

        read.Select(token => token.Token).Should().Equal(tokens.Split(' '));
        read.Should().OnlyContain(token => token.Kind != LexicalTokenKind.Word);
        read.Count(token => token.Kind == LexicalTokenKind.CjkBigram)
            .Should().Be(read.Count - read.Count(token => token.Kind == LexicalTokenKind.CjkCharacter));
    }

    [Fact]
    public void MoveNext_MixedScripts_SplitsWhereTheyMeet() =>
        Tokenize("2025年tシャ").Should().Equal(
            (LexicalTokenKind.Word, "2025"),
            (LexicalTokenKind.CjkCharacter, "年"),
            (LexicalTokenKind.Word, "t"),
            (LexicalTokenKind.CjkCharacter, "シ"),
            (LexicalTokenKind.CjkCharacter, "ャ"),
            (LexicalTokenKind.CjkBigram, "シャ"));

    [Theory]
    [InlineData("")]
    [InlineData("?! … 😀")]
    public void MoveNext_NoLetterAndNoDigit_GivesNothing(string text) => Tokenize(text).Should().BeEmpty();

    [Fact]
    public void MoveNext_AfterATokenWasOverwritten_ReadsTheNextUnchanged()
    {
        LexicalTokenizer tokens = new("running fast".ToCharArray());
        tokens.MoveNext();
        tokens.Current.Fill('x');

        tokens.MoveNext().Should().BeTrue();
        tokens.Current.ToString().Should().Be("fast");
    }

    private static List<(LexicalTokenKind Kind, string Token)> Tokenize(string text)
    {
        List<(LexicalTokenKind Kind, string Token)> read = [];
        LexicalTokenizer tokens = new(text.ToCharArray());
        while (tokens.MoveNext())
        {
            read.Add((tokens.Kind, tokens.Current.ToString()));
        }

        return read;
    }
}
