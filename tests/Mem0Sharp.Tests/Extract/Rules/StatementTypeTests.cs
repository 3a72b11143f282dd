namespace Mem0Sharp.Tests.Extract.Rules;

public sealed class StatementTypeTests
{
    [Theory]
    [InlineData("I feel lonely since the move", MemoryType.Emotional)]
    [InlineData("My sister is worried about the exam", MemoryType.Emotional)]
    [InlineData("I'm proud of my daughter", MemoryType.Emotional)]
    [InlineData("Rain makes me so very sad", MemoryType.Emotional)]
    [InlineData("I realized that I work better alone", MemoryType.Reflective)]
    [InlineData("I learned that coffee keeps me awake", MemoryType.Reflective)]
    [InlineData("We found out that the shop is closed", MemoryType.Reflective)]
    [InlineData("To restart the router, hold the button", MemoryType.Procedural)]
    [InlineData("First heat the oil, then add the onions", MemoryType.Procedural)]
    [InlineData("I know how to sail", MemoryType.Procedural)]
    [InlineData("I visited Porto last summer", MemoryType.Episodic)]
    [InlineData("I bought a bike two weeks ago", MemoryType.Episodic)]
    [InlineData("Alice met Bob on 2023-06-14", MemoryType.Episodic)]
    [InlineData("We moved yesterday", MemoryType.Episodic)]
    [InlineData("I like green tea", null)]
    [InlineData("I live in Lisbon", null)]
    [InlineData("The last train is at nine", null)]
    [InlineData("I moved to Lisbon", null)]
    [InlineData("Happy hour is from five to six", null)]
    [InlineData("My number is 1234-56", null)]
    [InlineData("", null)]
    public void Of_AStatement_TellsWhatItsWordsTell(string text, MemoryType? expected) => StatementType.Of(text).Should().Be(expected);
}
