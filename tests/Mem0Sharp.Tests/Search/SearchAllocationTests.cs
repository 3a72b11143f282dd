using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.Search;

/// <summary>A search allocates what it finds, and nothing that grows with what it looks through.</summary>
[Collection(LongRunningCollection.Name)]
public sealed class SearchAllocationTests
{
    private const int Runs = 200;

    /// <summary>What the sizes of numbers, and pools that were used before, may change.</summary>
    private const int Tolerance = 512;

    public static TheoryData<MemorySearchMode> Modes => [.. Enum.GetValues<MemorySearchMode>()];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task SearchAsync_InTwentyTimesAsManyMemories_AllocatesTheSame(MemorySearchMode mode)
    {
        MemorySearchOptions options = new() { Mode = mode };

        long few = await OfOneSearchAsync(1_000, options);
        long many = await OfOneSearchAsync(20_000, options);

        TestContext.Current.TestOutputHelper?.WriteLine($"{mode}: {few} bytes a search of 1,000 memories, {many} of 20,000");
        many.Should().BeInRange(few - Tolerance, few + Tolerance);
    }

    private static async Task<long> OfOneSearchAsync(int memories, MemorySearchOptions options)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using Memory memory = new MemoryBuilder().UseEmbeddings(new DeterministicEmbeddingGenerator(256)).Build();
        await ManyMemories.AddAsync(memory, memories, token);
        (await memory.SearchAsync(ManyMemories.Question, MemoryFixture.Alice, options, token)).Should().HaveCount(10);
        return await Allocation.OfAsync(
            () => memory.SearchAsync(ManyMemories.Question, MemoryFixture.Alice, options, token)
                .IsCompletedSuccessfully.Should().BeTrue("the thread is measured"),
            Runs);
    }
}
