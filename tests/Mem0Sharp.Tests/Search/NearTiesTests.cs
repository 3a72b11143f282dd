namespace Mem0Sharp.Tests.Search;

public sealed class NearTiesTests
{
    private const string Question = "Which city is the office in?";

    [Fact]
    public void Find_TextsThatDifferInAValueAtNearlyTheSameScore_Tie() =>
        Find(Question, ("The office is in the city of Bergen.", 0.80), ("The office is in the city of Oslo.", 0.61))
            .Should().BeEquivalentTo([new[] { 0, 1 }]);

    [Theory]
    [InlineData(0.75, true)]
    [InlineData(0.74, false)]
    public void Find_TheLowerScore_MustBeThreeQuartersOfTheHigher(double lower, bool ties) =>
        Find(Question, ("The office is in the city of Bergen.", 1), ("The office is in the city of Oslo.", lower))
            .Should().HaveCount(ties ? 1 : 0);

    [Theory]
    [InlineData("one two three four five", "one two three six seven", true)]
    [InlineData("one two three four five", "one two six seven eight", false)]
    [InlineData("one two three", "one two three four five six", false)]
    public void Find_ThreeFifthsOfTheLongerText_MustBeTheSame(string better, string worse, bool ties) =>
        Find("anything", (better, 0.8), (worse, 0.8)).Should().HaveCount(ties ? 1 : 0);

    [Fact]
    public void Find_WhenTheQuestionNamesTheWordInWhichTheyDiffer_IsEmpty()
    {
        (string, double)[] results = [("Ann plays tennis on Sundays.", 0.8), ("Ann plays chess on Sundays.", 0.8)];

        Find("What does Ann play?", results).Should().ContainSingle();
        Find("Does Ann play tennis?", results).Should().BeEmpty();
        Find("What does Ann play, the game?", results).Should().ContainSingle("what neither has tells nothing apart");
    }

    [Fact]
    public void Find_TwoTiesBetweenEachOther_AreKeptApart() =>
        Find(
            "office kitchen",
            ("The office is in the city of Bergen.", 0.8),
            ("The kitchen is in the colour of moss.", 0.79),
            ("The office is in the city of Oslo.", 0.78),
            ("Nothing of this is alike.", 0.77),
            ("The kitchen is in the colour of sand.", 0.76))
            .Should().BeEquivalentTo([new[] { 0, 2 }, [1, 4]]);

    [Fact]
    public void Find_TextsInChinese_TieByTheirCharacters() =>
        Find("办公室在哪里？", ("我们的办公室在上海市中心", 0.8), ("我们的办公室在北京市中心", 0.8)).Should().ContainSingle();

    [Fact]
    public void Find_ScoresThatSayNothing_DoNotTie()
    {
        Find(Question, ("The same.", 0), ("The same.", 0)).Should().BeEmpty();
        Find(Question, ("The same.", -0.1), ("The same.", -0.2)).Should().BeEmpty();
        Find(Question, ("The same.", 0.1), ("The same.", 0.1)).Should().ContainSingle();
    }

    [Fact]
    public void Find_ATextThatIsMoreThanAFact_DoesNotTie()
    {
        string longest = new('a', 1_000);

        Find(Question, (longest, 0.8), (longest, 0.8)).Should().ContainSingle();
        Find(Question, (longest + "a", 0.8), (longest + "a", 0.8)).Should().BeEmpty();
    }

    [Fact]
    public void Find_BeyondTheDepth_LooksNoFurther()
    {
        (string, double)[] results = [.. Enumerable.Repeat(("The same.", 0.5), NearTies.Depth + 1)];

        Find(Question, results).Single().Should().Equal(Enumerable.Range(0, NearTies.Depth));
    }

    [Fact]
    public void Find_OfOneResultOrNone_IsEmpty()
    {
        Find(Question).Should().BeEmpty();
        Find(Question, ("The office is in the city of Bergen.", 0.8)).Should().BeEmpty();
    }

    [Fact]
    public void NewestFirst_OrdersEachTieAmongItsOwnPlaces() =>
        NearTies.NewestFirst([1L, 20L, 2L, 99L, 3L, 10L], [[0, 2, 4], [1, 5]], sequence => sequence)
            .Should().Equal(3, 20, 2, 99, 1, 10);

    [Fact]
    public void NewestFirst_OfEqualSequences_KeepsTheOrderOfScores() =>
        NearTies.NewestFirst(["a", "b", "c"], [[0, 1, 2]], text => text is "c" ? 1 : 0).Should().Equal("c", "a", "b");

    private static IReadOnlyList<int[]> Find(string query, params (string Text, double Score)[] results) =>
        NearTies.Find(query, results.Length, place => results[place]);
}
