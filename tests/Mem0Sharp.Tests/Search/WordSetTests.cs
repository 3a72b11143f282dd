namespace Mem0Sharp.Tests.Search;

public sealed class WordSetTests
{
    [Theory]
    [InlineData("Walking dogs", "walked DOG", true)]
    [InlineData("dog dog cat", "cat dog", true)]
    [InlineData("the dog", "dog", false)]
    [InlineData("dog", "cat", false)]
    [InlineData("...", "", true)]
    public void SetEquals_ComparesStemsWhateverTheirCaseOrderAndNumber(string one, string other, bool equal) =>
        WordSet.Of(one).SetEquals(WordSet.Of(other)).Should().Be(equal);

    [Fact]
    public void Of_ALongTextWithoutSpaces_TakesEachCharacterAndEachPair() =>
        WordSet.Of(new string('京', 600)).Share(WordSet.Of("京京")).Should().Be(1);

    [Fact]
    public void TopicsOf_LeavesStopWordsOut() =>
        WordSet.TopicsOf("Where is the dog?").SetEquals(WordSet.Of("dog")).Should().BeTrue();

    [Fact]
    public void Intersect_HasWhatBothHave()
    {
        WordSet words = WordSet.Of("The dog is in the garden").Intersect(WordSet.Of("a garden, the cat"));

        words.SetEquals(WordSet.Of("the garden")).Should().BeTrue();
        words.Intersect(WordSet.Of("cat")).SetEquals(WordSet.Empty).Should().BeTrue();
    }

    [Theory]
    [InlineData("one two three four", "one two three four", 1)]
    [InlineData("one two three four", "three", 0.25)]
    [InlineData("three", "one two three four", 0.25)]
    [InlineData("one two", "three four", 0)]
    [InlineData("...", "...", 0)]
    public void Share_IsTheShareOfTheLongerTextThatTheOtherHas(string one, string other, double share) =>
        WordSet.Of(one).Share(WordSet.Of(other)).Should().Be(share);
}
