using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class KeywordIndexTests
{
    [Fact]
    public void Search_ScoresByTheFormulaOfBm25()
    {
        KeywordIndex index = new(["red boats", "red red houses by lakes", "green hills"]);

        IReadOnlyList<(int Text, double Score)> hits = index.Search("the red boat", 10);

        // Lengths 2, 4, 2, mean 8/3. "red" is in two of three texts, "boat" in one.
        double red = Math.Log(1 + (1.5 / 2.5));
        double boat = Math.Log(1 + (2.5 / 1.5));
        double inShort = 1.9 / (1 + (0.9 * (0.6 + (0.4 * 2 * 3 / 8))));
        double inLong = 2 * 1.9 / (2 + (0.9 * (0.6 + (0.4 * 4 * 3 / 8))));
        hits.Select(hit => hit.Text).Should().Equal(0, 1);
        hits[0].Score.Should().BeApproximately((red + boat) * inShort, 1e-12);
        hits[1].Score.Should().BeApproximately(red * inLong, 1e-12);
    }

    [Fact]
    public void Search_OfEqualScores_HasTheFirstTextFirst() =>
        new KeywordIndex(["a boat", "the boat", "boats"]).Search("boat", 2).Select(hit => hit.Text).Should().Equal(0, 1);

    [Fact]
    public void Search_ForStopWordsOrUnknownWords_FindsNothing() =>
        new KeywordIndex(["the boat"]).Search("where is the house", 10).Should().BeEmpty();
}
