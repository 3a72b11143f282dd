namespace Mem0Sharp.Tests.Search;

public sealed class KeywordCandidatesTests
{
    [Fact]
    public void Beside_TakesTheBestThatTheVectorsHaveNotFound()
    {
        VectorMatch[] near = [Match("a", 0.9), Match("b", 0.8)];
        VectorMatch[] sharing = [Match("b", 0.7), Match("c", 0.6), Match("a", 0.5), Match("d", 0.4), Match("e", 0.3)];

        KeywordCandidates.Beside(near, sharing, 2).Select(item => item.Id).Should().Equal("c", "d");
        KeywordCandidates.Beside(near, sharing, 9).Select(item => item.Id).Should().Equal("c", "d", "e");
        KeywordCandidates.Beside(near, [], 2).Should().BeEmpty();
    }

    [Fact]
    public void NearestFirst_OrdersByScoreThenId() =>
        KeywordCandidates.NearestFirst([Match("b", 0.9), Match("z", -0.5)], [Match("y", 0), Match("a", 0.9), Match("x", 0)])
            .Select(match => match.Item.Id).Should().Equal("a", "b", "x", "y", "z");

    [Theory]
    [InlineData(0.6f, 0.8f, 0.6)]
    [InlineData(-1f, 0f, -1)]
    [InlineData(float.NaN, 0f, 0)]
    [InlineData(5f, 0f, 0)]
    public void Cosine_IsThatOfTheKnownVectorOrNothingWhereItIsDamaged(float first, float second, double expected) =>
        KeywordCandidates.Cosine(new float[] { 1, 0 }, new float[] { first, second }).Should().BeApproximately(expected, 1e-6);

    [Fact]
    public void Cosine_WithoutAVectorOrOfAnotherLength_IsNothing()
    {
        KeywordCandidates.Cosine(new float[] { 1, 0 }, known: null).Should().Be(0);
        KeywordCandidates.Cosine(new float[] { 1, 0 }, new float[] { 1 }).Should().Be(0);
    }

    private static VectorMatch Match(string id, double score) =>
        new(new MemoryItem { Id = id, Text = id, Scope = MemoryFixture.Alice }, score);
}
