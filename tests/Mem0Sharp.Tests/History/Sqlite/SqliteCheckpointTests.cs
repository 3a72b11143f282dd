using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>The log is brought into the file beside those who write.</summary>
public sealed class SqliteCheckpointTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MemoryFile _file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task CommitAsync_MoreThanIsKeptInTheLog_IsBroughtIntoTheFileWithoutAFurtherCommit()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();

        // Two and a half times what the log is to hold, and less than a commit would bring into the file by itself.
        long pages = await FillAsync(store, SqliteHistoryStore.PagesInLog * 5 / 2);
        long started = TimeProvider.System.GetTimestamp();
        while (SizeOfFile() < SqliteHistoryStore.PagesInLog * 4096L && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(20, Token);
        }

        SizeOfFile().Should().BeGreaterThan(SqliteHistoryStore.PagesInLog * 4096L, "{0} pages were written", pages);
        (await store.CheckAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task CommitAsync_ManyTimesWhatIsKeptInTheLog_BeginsTheLogAnew()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();

        long pages = await FillAsync(store, SqliteHistoryStore.PagesInLog * 8);

        pages.Should().BeGreaterThan(SqliteHistoryStore.PagesInLog * 8);
        new FileInfo(_file.Path + "-wal").Length.Should().BeLessThan(SqliteHistoryStore.PagesInLog * 5 * 4120L);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Dispose_WhileTheLogIsBroughtIntoTheFile_LeavesTheFileAloneAndWhole(int round)
    {
        int count;
        await using (SqliteHistoryStore store = await _file.OpenAsync())
        {
            await FillAsync(store, SqliteHistoryStore.PagesInLog + (round * 40));
            count = (int)(await store.GetPositionAsync(Token)).Sequence;
        }

        _file.FileNames.Should().Equal("memories.db");
        await using SqliteHistoryStore again = await _file.OpenAsync();
        (await again.GetPositionAsync(Token)).Sequence.Should().Be(count);
        (await again.CheckAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task EraseAsync_WhileTheLogIsBroughtIntoTheFile_TakesTheBytesOut()
    {
        const string Secret = "xylophone-secret";
        await using SqliteHistoryStore store = await _file.OpenAsync();
        await store.CommitAsync([Add("secret", text: Secret)], Token);
        await FillAsync(store, SqliteHistoryStore.PagesInLog + 40);

        await store.EraseAsync(new HistoryErasureRequest { MemoryIds = ["secret"], ErasedAt = Noon }, Token);

        foreach (string name in _file.FileNames)
        {
            byte[] bytes = await ReadSharedAsync(Path.Combine(_file.Folder, name));
            bytes.AsSpan().IndexOf("xylophone"u8).Should().Be(-1, "of {0}", name);
        }
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, Token);
        return bytes;
    }

    private long SizeOfFile() => new FileInfo(_file.Path).Length;

    /// <summary>Commits so many pages: each text fills ten and is there twice, as the text and in the record.</summary>
    /// <returns>How many pages they have at least.</returns>
    private static async Task<long> FillAsync(SqliteHistoryStore store, int pages)
    {
        const int PagesOfText = 10;
        long written = 0;
        for (int n = 0; written <= pages; n++)
        {
            string text = $"{n}{new string((char)('a' + (n % 26)), PagesOfText * 4096)}";
            await store.CommitAsync([Add($"filler{n}", text: text)], Token);
            written += 2 * PagesOfText;
        }

        return written;
    }
}
