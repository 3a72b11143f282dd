namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>How much memory vectors take, counted in bytes.</summary>
public sealed class VectorMemoryTests
{
    private const int Batch = 250;

    // Rows that are in no page a state needs: for an owner's next memories, and one page that is kept for the next owner.
    private const int SparePages = 4;

    [Theory]
    [InlineData(384)]
    [InlineData(768)]
    [InlineData(1_536)]
    public void RowPage_OfVectorsAndCodes_TakesLittleMoreThanRawVectors(int dimensions)
    {
        double raw = (double)dimensions * sizeof(float);

        double full = BytesOfARow(dimensions, keepsVectors: true);
        double codesOnly = BytesOfARow(dimensions, keepsVectors: false);

        TestContext.Current.TestOutputHelper?.WriteLine($"{full:0} and {codesOnly:0} bytes a row of {dimensions}");
        (full / raw).Should().BeInRange(1.25, 1.29);
        (full / codesOnly).Should().BeInRange(4.4, 5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Apply_ManyAddedAndHalfDeleted_HasHardlyMorePagesThanMemoriesNeed(bool keepsVectors)
    {
        const int Memories = 20_000;
        VectorTable table = new(2, threads: 1, keepsVectors ? null : (_, _) => throw new InvalidOperationException("Nothing is searched."));
        foreach (int[] batch in Enumerable.Range(0, Memories).Chunk(Batch))
        {
            table.Apply([.. batch.Select(n => new VectorChange.Upsert(Item(n), new[] { 1f, n }))], [.. batch.Select(_ => 1.0)]);
        }

        table.PageCount.Should().BeInRange(Pages(Memories), Pages(Memories) + SparePages);
        foreach (int[] batch in Enumerable.Range(0, Memories / 2).Chunk(Batch))
        {
            table.Apply([.. batch.Select(n => new VectorChange.Delete(Item(2 * n).Id, 2))], new double[batch.Length]);
        }

        table.Count.Should().Be(Memories / 2);
        table.PageCount.Should().BeInRange(Pages(Memories / 2), Pages(Memories / 2) + SparePages);
    }

    private static MemoryItem Item(int n) => new() { Id = $"m{n}", Text = "text", Scope = MemoryFixture.Alice, Version = 1 };

    private static int Pages(int memories) => (memories + RowPage.Rows - 1) / RowPage.Rows;

    private static double BytesOfARow(int dimensions, bool keepsVectors)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        RowPage page = new(dimensions, CodeFormat.Stride(dimensions), keepsVectors);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(page);
        return (double)bytes / RowPage.Rows;
    }
}
