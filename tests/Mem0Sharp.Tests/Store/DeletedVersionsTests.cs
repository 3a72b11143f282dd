namespace Mem0Sharp.Tests.Store;

public sealed class DeletedVersionsTests
{
    [Fact]
    public void Covers_AVersionThatWasDeletedOrOlder_AndNoLaterOne()
    {
        DeletedVersions deleted = new(kept: 10);
        deleted.Add("a", 3);
        deleted.Add("a", 2);

        (deleted.Covers("a", 2), deleted.Covers("a", 3), deleted.Covers("a", 4), deleted.Covers("b", 1)).Should().Be((true, true, false, false));
        deleted.Remove("a");
        deleted.Covers("a", 1).Should().BeFalse();
    }

    [Fact]
    public void Add_OfMoreThanAreKept_ForgetsTheOldestAndStaysBounded()
    {
        const int Kept = 100;
        DeletedVersions deleted = new(Kept);
        for (int i = 0; i < 10 * Kept; i++)
        {
            deleted.Add($"{i}", 1);
            deleted.Count.Should().BeLessThanOrEqualTo(2 * Kept);
            deleted.Covers($"{Math.Max(0, i - Kept + 1)}", 1).Should().BeTrue("so many are kept at least");
        }

        deleted.Covers("0", 1).Should().BeFalse();
    }

    [Fact]
    public void Add_OfOneThatIsAlmostForgotten_KeepsItsHighestVersion()
    {
        DeletedVersions deleted = new(kept: 1);
        deleted.Add("a", 5);
        deleted.Add("b", 1);
        deleted.Add("a", 2);

        deleted.Covers("a", 5).Should().BeTrue();
    }
}
