namespace Mem0Sharp.Tests.Search.Keywords;

public sealed class Bm25Tests
{
    [Theory]
    [InlineData(1, 0, 1.3863)]
    [InlineData(1, 1, 0.2877)]
    [InlineData(10, 1, 1.9924)]
    [InlineData(10, 10, 0.0465)]
    public void Weight_IsLucenes(int memories, int having, double expected) =>
        Bm25.Weight(memories, having).Should().BeApproximately(expected, 1e-4);

    [Theory]
    [InlineData(1, 10, 10, 1)]
    [InlineData(2, 10, 10, 1.3103)]
    [InlineData(1, 20, 10, 0.8407)]
    [InlineData(1, 5, 10, 1.1047)]
    public void Saturation_GrowsWithOccurrencesAndFallsWithLength(int occurrences, int length, double mean, double expected) =>
        Bm25.Saturation(occurrences, length, mean).Should().BeApproximately(expected, 1e-4);

    [Fact]
    public void Saturation_OfAnyText_StaysBelowTheMost()
    {
        Bm25.Saturation(1_000_000, 1_000_000, 1e9).Should().BeLessThan(Bm25.MostSaturation);
        Bm25.Saturation(1, 1, 1e9).Should().BePositive().And.BeLessThan(Bm25.MostSaturation);
    }
}
