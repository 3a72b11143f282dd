namespace Mem0Sharp.Tests.Apply.Linearizability;

public sealed class LinearizabilityCheckerTests
{
    private static readonly RecordedCall Update = new(new MemoryOperation.SetLeft(1, "a"), 1, 4, "v2 a ");

    [Theory]
    [InlineData(2, 3, "v1  ")] // while the update runs, either is right
    [InlineData(2, 3, "v2 a ")]
    [InlineData(5, 6, "v2 a ")]
    public void IsLinearizable_OfAReadThatSomeOrderExplains_IsTrue(int invoked, int returned, string answer) =>
        LinearizabilityChecker.IsLinearizable([Update, Read(invoked, returned, answer)]).Should().BeTrue();

    [Theory]
    [InlineData(5, 6, "v1  ")] // stale: the update had returned
    [InlineData(-1, 0, "v2 a ")] // from the future
    [InlineData(2, 3, "v2  ")] // half of it
    public void IsLinearizable_OfAReadThatNoOrderExplains_IsFalse_B3(int invoked, int returned, string answer) =>
        LinearizabilityChecker.IsLinearizable([Update, Read(invoked, returned, answer)]).Should().BeFalse();

    [Fact]
    public void IsLinearizable_OfTwoWinnersOfOneVersion_IsFalse_B3()
    {
        RecordedCall second = new(new MemoryOperation.SetLeft(1, "b"), 2, 3, "v2 b ");

        LinearizabilityChecker.IsLinearizable([Update, second]).Should().BeFalse();
        LinearizabilityChecker.IsLinearizable([Update, second with { Answer = "conflict with v2" }]).Should().BeTrue();
    }

    [Fact]
    public void IsLinearizable_OfReadsThatGoBack_IsFalse_B3()
    {
        RecordedCall newer = Read(2, 3, "v2 a ");

        LinearizabilityChecker.IsLinearizable([Update with { Returned = 9 }, newer, Read(4, 5, "v1  ")]).Should().BeFalse();
        LinearizabilityChecker.IsLinearizable([Update with { Returned = 9 }, newer, Read(4, 5, "v2 a ")]).Should().BeTrue();
    }

    private static RecordedCall Read(int invoked, int returned, string answer) => new(new MemoryOperation.Get(), invoked, returned, answer);
}
