using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History.Sqlite;

public sealed class SqlitePathTests
{
    [Theory]
    [InlineData("two words.db")]
    [InlineData("caf\u00e9 \u8a18\u61b6 \U0001F600.db")]
    [InlineData("100%41.db")]
    [InlineData("a;Mode=ReadOnly.db")]
    [InlineData("it's.db")]
    [InlineData("say\"hi\".db")]
    [InlineData("a?mode=memory&b#c.db")]
    [InlineData("file:a.db")]
    [InlineData(":memory:")]
    [InlineData("|DataDirectory|a.db")]
    [InlineData("noextension")]
    public async Task OpenAsync_UnusualFileName_MakesExactlyThatFile(string name)
    {
        if (OperatingSystem.IsWindows() && name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            Assert.Skip("Windows has no such file names.");
        }

        using MemoryFile file = new(name);
        await using SqliteHistoryStore store = await file.OpenAsync();

        await store.CommitAsync([Add("a")], TestContext.Current.CancellationToken);

        (await store.CountAsync(null, null, null, TestContext.Current.CancellationToken)).Should().Be(1);
        File.Exists(file.Path).Should().BeTrue();
        file.FileNames.Should().OnlyContain(found => found.StartsWith(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(":memory:")]
    [InlineData("file:relative.db")]
    [InlineData("|DataDirectory|relative.db")]
    [InlineData("relative.db")]
    public async Task OpenAsync_RelativePath_IsAFileInTheCurrentFolder(string name)
    {
        if (OperatingSystem.IsWindows() && name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            Assert.Skip("Windows has no such file names.");
        }

        string path = Path.Combine(Environment.CurrentDirectory, name);
        try
        {
            await using SqliteHistoryStore store = new(new SqliteHistoryOptions { Path = name });
            await store.OpenAsync(TestContext.Current.CancellationToken);

            await store.CommitAsync([Add("a")], TestContext.Current.CancellationToken);

            File.Exists(path).Should().BeTrue();
            (await store.CountAsync(null, null, null, TestContext.Current.CancellationToken)).Should().Be(1, "all connections are to the same file");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
