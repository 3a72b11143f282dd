namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>Where rows lie: those of a user together, and none for what is gone.</summary>
public sealed class RowsTests
{
    private const int Seed = 20261127;

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(100)]
    [InlineData(700)]
    public void Apply_MemoriesOfManyUsersByTurns_LeavesThoseOfEachTogether(int each)
    {
        const int Users = 20;
        VectorTable table = new(2, threads: 1);
        for (int n = 0; n < each; n++)
        {
            table.Apply([.. Enumerable.Range(0, Users).Select(user => Upsert($"u{user}", (n * Users) + user))], [.. Enumerable.Repeat(1.0, Users)]);
        }

        for (int user = 0; user < Users; user++)
        {
            IReadOnlyList<RowExtent> extents = table.ExtentsOf(MemoryScope.ForUser($"u{user}"));
            extents.Count.Should().BeLessThanOrEqualTo(12 + 8);
            extents.Sum(extent => extent.Count).Should().BeInRange(each, each + Math.Max(1, each / 8));
        }
    }

    [Fact]
    public void Apply_DeletesAndUpdates_GiveTheRowsBack()
    {
        Random random = new(Seed);
        VectorTable table = new(2, threads: 1);
        table.Apply([.. Enumerable.Range(0, 20_000).Select(n => Upsert($"u{n % 3}", n))], [.. Enumerable.Repeat(1.0, 20_000)]);
        int full = table.PageCount;
        full.Should().BeInRange(20_000 / RowPage.Rows, (20_000 / RowPage.Rows) + 10);
        for (int round = 0; round < 40_000; round++)
        {
            table.Apply([Upsert($"u{round % 3}", random.Next(6_666) * 3 + (round % 3), version: round + 2)], [1.0]);
        }

        table.PageCount.Should().BeInRange(full - 1, full + 5, "an update needs no more rows in the end, seed {0}", Seed);
        foreach (int n in Enumerable.Range(0, 20_000).Where(n => n % 10 != 0).OrderBy(_ => random.Next()))
        {
            table.Apply([new VectorChange.Delete($"m{n}", int.MaxValue)], [0.0]);
        }

        table.Count.Should().Be(2_000);
        table.PageCount.Should().BeLessThan(20, "seed {0}", Seed);
        foreach (int n in Enumerable.Range(0, 20_000).Where(n => n % 10 == 0))
        {
            table.Apply([new VectorChange.Delete($"m{n}", int.MaxValue)], [0.0]);
        }

        table.PageCount.Should().Be(1, "one that is free is kept");
        table.ExtentsOf(MemoryScope.ForUser("u1")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(256, 256, 1)]
    [InlineData(20_000, 256, 79)]
    [InlineData(100, 100, 3)]
    public void Apply_ManyOfOneUserAtOnce_LiesInAsFewRowsAsThereCanBe(int memories, int atOnce, int extents)
    {
        VectorTable table = new(2, threads: 1);
        foreach (int[] batch in Enumerable.Range(0, memories).Chunk(atOnce))
        {
            table.Apply([.. batch.Select(n => Upsert("u", n))], [.. Enumerable.Repeat(1.0, batch.Length)]);
        }

        IReadOnlyList<RowExtent> lie = table.ExtentsOf(MemoryScope.ForUser("u"));
        lie.Count.Should().BeLessThanOrEqualTo(extents);
        lie.Sum(extent => extent.Count).Should().BeInRange(memories, memories + (memories / 8));
    }

    [Fact]
    public void Apply_MemoryThatGoesToAnotherUser_LeavesNothingBehind()
    {
        VectorTable table = new(2, threads: 1);
        table.Apply([Upsert("alice", 1)], [1.0]);

        table.Apply([Upsert("bob", 1, version: 2)], [1.0]);

        table.ExtentsOf(MemoryScope.ForUser("alice")).Should().BeEmpty();
        table.ExtentsOf(MemoryScope.ForUser("bob")).Should().ContainSingle();
        ReachableText.Holds(table, "alice").Should().BeFalse("nothing of hers is left");
        ReachableText.Holds(table, "bob").Should().BeTrue();
    }

    private static VectorChange.Upsert Upsert(string user, int n, int version = 1) => new(
        new MemoryItem { Id = $"m{n}", Text = $"text{n % 50}", Scope = MemoryScope.ForUser(user), Version = version }, new[] { 1f, version % 7 });
}
