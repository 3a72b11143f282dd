namespace Mem0Sharp.LocalEmbeddings.Tests.Tokenize;

public sealed class SentencePieceTokenizerTests
{
    private const int Most = 128;

    private static readonly WeightFile File = WeightFile.ReadEmbedded();
    private static readonly SentencePieceTokenizer Real = new(File.Pieces, File.Scores);

    [Theory]
    [InlineData("Alice moved to Berlin", "▁Al|ice|▁moved|▁to|▁Ber|lin")]
    [InlineData("Where does she live?", "▁Where|▁does|▁she|▁live|?")]
    [InlineData("ﬁne", "▁fine")]
    [InlineData("Ｔｈｅ", "▁The")]
    [InlineData("a  b", "▁a|▁|▁b")]
    [InlineData("a\u00A0b", "▁a|▁b")]
    [InlineData("it :)", "▁it|▁:)")]
    public void Tokenize_WithTheRealVocabulary_GivesThesePieces(string text, string expected) =>
        string.Join('|', Real.Tokenize(text, Most).Ids.Select(id => File.Pieces[id])).Should().Be(expected);

    [Theory]
    [InlineData("字", 1)]
    [InlineData("字字字", 1)]
    [InlineData("🙂🙂", 1)]
    [InlineData("🙂a字", 2)]
    [InlineData("\uD83D\uD83D", 1)]
    public void Tokenize_WithUnknownCharacters_GivesOneIdForEachRunOfThem(string text, int runs) =>
        Real.Tokenize(text, Most).Ids.Count(id => id == SentencePieceTokenizer.Unknown).Should().Be(runs);

    [Fact]
    public void Tokenize_WhenPiecesCompete_TakesTheGreatestSum()
    {
        Own(("▁", -1), ("a", -1), ("b", -1), ("ab", -1.9)).Should().Be("▁|ab");
        Own(("▁", -1), ("a", -1), ("b", -1), ("ab", -2.1)).Should().Be("▁|a|b");
        Own(("▁", -1), ("a", -1), ("b", -1), ("ab", -2), ("▁ab", -3.5)).Should().Be("▁|a|b", "of equal sums the piece that begins later wins");
        Own(("▁", -1), ("a", -1), ("b", -1), ("▁ab", -2.9)).Should().Be("▁ab");
    }

    [Fact]
    public void Tokenize_WhenASumIsZero_TakesItAsNotReached() =>
        Own(("▁", -1), ("a", -1), ("b", -1), ("▁ab", 0)).Should().Be("▁|a|b", "so does the encoder's original runtime");

    [Fact]
    public void Tokenize_WhenAPieceStandsTwice_TakesTheLaterOne() =>
        new SentencePieceTokenizer([.. Reserved, "▁", "x", "x"], [.. Reserved.Select(_ => 0d), -1, -1, -1]).Tokenize("x", Most).Ids
            .Should().Equal(6, 8);

    [Fact]
    public void Tokenize_WhenThereAreMoreThanAskedFor_GivesTheFirstAndCountsAll()
    {
        TokenizedText whole = Real.Tokenize("Alice moved to Berlin 字字 and likes tea", Most);

        TokenizedText cut = Real.Tokenize("Alice moved to Berlin 字字 and likes tea", 5);

        cut.Ids.Should().Equal(whole.Ids[..5]);
        cut.Count.Should().Be(whole.Count).And.Be(whole.Ids.Length);
    }

    [Fact]
    public void Tokenize_AnEmptyText_GivesNothing() => Real.Tokenize(string.Empty, Most).Ids.Should().BeEmpty();

    [Fact]
    public void Tokenize_AReservedPiece_IsText() => Real.Tokenize("<s>", Most).Ids.Should().NotContain(1);

    private static readonly string[] Reserved = ["�", "<s>", "</s>", "e1", "e2", "e3"];

    private static string Own(params (string Piece, double Score)[] pieces)
    {
        string[] all = [.. Reserved, .. pieces.Select(piece => piece.Piece)];
        double[] scores = [.. Reserved.Select(_ => 0d), .. pieces.Select(piece => piece.Score)];
        return string.Join('|', new SentencePieceTokenizer(all, scores).Tokenize("ab", Most).Ids.Select(id => all[id]));
    }
}
