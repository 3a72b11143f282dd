using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

/// <summary>A patch of metadata allocates a constant, however many memories there are.</summary>
[Collection(LongRunningCollection.Name)]
public sealed class UpdateAllocationTests
{
    private const int Runs = 400;

    /// <summary>What a list that grows by the way, or a page of the file that is full, may change.</summary>
    private const int Tolerance = 1_024;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UpdateAsync_OfMetadataInTwentyTimesAsManyMemories_AllocatesTheSame(bool isInFile)
    {
        long few = await OfOnePatchAsync(1_000, isInFile);
        long many = await OfOnePatchAsync(20_000, isInFile);

        TestContext.Current.TestOutputHelper?.WriteLine($"In a file {isInFile}: {few} bytes a patch beside 1,000 memories, {many} beside 20,000");
        many.Should().BeInRange(few - Tolerance, few + Tolerance);
    }

    private static async Task<long> OfOnePatchAsync(int memories, bool isInFile)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder =>
        {
            builder.Configure(options => options.Durability = HistoryDurability.Relaxed);
            if (!isInFile)
            {
                builder.UseHistory(new InMemoryHistoryStore());
            }
        });
        IReadOnlyList<string> ids = await ManyMemories.AddAsync(fixture.Memory, memories, token);
        MemoryPatch[] patches =
        [
            .. Enumerable.Range(1_000_001, Runs).Select(turn => new MemoryPatch { Metadata = MetadataPatch.Merge(new JsonObject { ["turn"] = turn }) }),
        ];
        int next = 0;
        return await Allocation.OfAsync(
            () => fixture.Memory.UpdateAsync(ids[next], patches[next++], cancellationToken: token)
                .IsCompletedSuccessfully.Should().BeTrue("the thread is measured"),
            Runs);
    }
}
