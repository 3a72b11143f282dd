namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>A page of a list is read from the file as far as it goes, however much the scope has.</summary>
[Collection(LongRunningCollection.Name)]
public sealed class SqliteListAllocationTests
{
    private const int PageSize = 50;
    private const int Tolerance = 1_024;

    [Fact]
    public async Task ListAsync_OfAPageOfTenTimesAsManyMemories_AllocatesTheSame()
    {
        long few = await OfOnePageAsync(500);
        long many = await OfOnePageAsync(5_000);

        TestContext.Current.TestOutputHelper?.WriteLine($"{few} bytes a page of 500 memories, {many} of 5,000");
        many.Should().BeInRange(few - Tolerance, few + Tolerance);
    }

    private static async Task<long> OfOnePageAsync(int memories)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await ManyMemories.AddAsync(fixture.Memory, memories, MemoryFixture.Token);
        await using SqliteHistoryStore history = new(new SqliteHistoryOptions { Path = fixture.Path });
        await history.OpenAsync(MemoryFixture.Token);
        HistoryListQuery query = new() { Scope = MemoryFixture.Alice, Limit = PageSize };
        return await Allocation.OfAsync(
            () => history.ListAsync(query, MemoryFixture.Token).IsCompletedSuccessfully.Should().BeTrue("the thread is measured"), runs: 100);
    }
}
