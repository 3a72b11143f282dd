using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>Files and paths that are refused, and that a refusal leaves them alone.</summary>
public sealed class SqliteRefusalTests : IDisposable
{
    private readonly MemoryFile _file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)")]
    [InlineData("PRAGMA application_id = 42")]
    [InlineData("PRAGMA user_version = 5")]
    public async Task OpenAsync_AnotherApplicationsDatabase_IsRefusedAndLeftAsItWas(string sql)
    {
        _file.Execute(sql);
        byte[] before = await File.ReadAllBytesAsync(_file.Path, Token);
        await using SqliteHistoryStore store = _file.Store();

        MemoryConfigurationException error = (await store.Awaiting(s => s.OpenAsync(Token)).Should().ThrowAsync<MemoryConfigurationException>()).Which;

        error.Message.Should().Contain("another application");
        (await File.ReadAllBytesAsync(_file.Path, Token)).Should().Equal(before);
        _file.FileNames.Should().Equal("memories.db");
    }

    [Fact]
    public async Task OpenAsync_NewerFormat_IsRefusedAndLeftAsItWas()
    {
        await using (SqliteHistoryStore old = await _file.OpenAsync())
        {
            await old.CommitAsync([Add("a")], Token);
        }

        _file.Execute($"PRAGMA user_version = {SqliteSchema.Version + 1}");
        byte[] before = await File.ReadAllBytesAsync(_file.Path, Token);
        await using SqliteHistoryStore store = _file.Store();

        MemoryConfigurationException error = (await store.Awaiting(s => s.OpenAsync(Token)).Should().ThrowAsync<MemoryConfigurationException>()).Which;

        error.Message.Should().Contain($"format {SqliteSchema.Version + 1}").And.Contain($"format {SqliteSchema.Version}");
        _file.FileNames.Should().Equal(["memories.db"], "the connection was closed");
        (await File.ReadAllBytesAsync(_file.Path, Token)).Should().Equal(before);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(10_000)]
    public async Task OpenAsync_TextFile_IsRefusedAndLeftAsItWas(int characters)
    {
        string text = new('x', characters);
        await File.WriteAllTextAsync(_file.Path, text, Token);
        await using SqliteHistoryStore store = _file.Store();

        await store.Awaiting(s => s.OpenAsync(Token)).Should().ThrowAsync<MemoryConfigurationException>();

        (await File.ReadAllTextAsync(_file.Path, Token)).Should().Be(text);
    }

    [Fact]
    public async Task OpenAsync_EmptyFile_BecomesAMemoryFile()
    {
        await File.WriteAllBytesAsync(_file.Path, [], Token);
        await using SqliteHistoryStore store = _file.Store();

        (await store.OpenAsync(Token)).Position.Sequence.Should().Be(0);
    }

    [Fact]
    public async Task OpenAsync_MissingFolder_SaysSoWithoutThePath()
    {
        await using SqliteHistoryStore store = new(new SqliteHistoryOptions { Path = Path.Combine(_file.Folder, "nowhere", "m.db") });

        MemoryStoreException error = (await store.Awaiting(s => s.OpenAsync(Token)).Should().ThrowAsync<MemoryStoreException>()).Which;

        error.Message.Should().Contain("folder").And.NotContain("nowhere");
        error.IsTransient.Should().BeFalse();
    }

    [Fact]
    public async Task OpenAsync_FolderCreatedInTheMeantime_OpensTheSameStore()
    {
        string folder = Path.Combine(_file.Folder, "later");
        await using SqliteHistoryStore store = new(new SqliteHistoryOptions { Path = Path.Combine(folder, "m.db") });
        await store.Awaiting(s => s.OpenAsync(Token)).Should().ThrowAsync<MemoryStoreException>();
        Directory.CreateDirectory(folder);

        (await store.OpenAsync(Token)).Position.Sequence.Should().Be(0);
    }

    [Fact]
    public async Task OpenAsync_PathIsAFolder_IsRefused()
    {
        await using SqliteHistoryStore store = new(new SqliteHistoryOptions { Path = _file.Folder });

        await store.Awaiting(s => s.OpenAsync(Token)).Should().ThrowAsync<MemoryStoreException>();
    }

    [Fact]
    public async Task CommitAsync_ReadOnlyFile_IsDeniedButReadsWork()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Skip("A privileged user may write to a read-only file.");
        }

        await using (SqliteHistoryStore writable = await _file.OpenAsync())
        {
            await writable.CommitAsync([Add("a")], Token);
        }

        File.SetAttributes(_file.Path, FileAttributes.ReadOnly);
        await using SqliteHistoryStore store = _file.Store();

        MemoryAccessDeniedException error = (await store.Awaiting(s => s.CommitAsync([Add("b")], Token)).Should().ThrowAsync<MemoryAccessDeniedException>()).Which;

        error.Resource.Should().Be("file");
        (await store.GetHeadsAsync(["a", "b"], Token)).Select(head => head?.Item.Id).Should().Equal("a", null);
        File.SetAttributes(_file.Path, FileAttributes.Normal);
        await store.CommitAsync([Add("b")], Token);
        (await store.GetHeadsAsync(["a", "b"], Token)).Select(head => head?.Item.Id).Should().Equal(["a", "b"], "the same store may write now");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    [InlineData("a\0b")]
    public void Constructor_ImpossiblePath_IsRefused(string path) =>
        FluentActions.Invoking(() => new SqliteHistoryStore(new SqliteHistoryOptions { Path = path }))
            .Should().Throw<MemoryValidationException>().Which.Parameter.Should().Be("Path");

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(600_000, true)]
    [InlineData(600_001, false)]
    public void Constructor_BusyTimeout_IsAcceptedFromZeroToTenMinutes(int milliseconds, bool accepted)
    {
        Func<SqliteHistoryStore> make = () => _file.Store(TimeSpan.FromMilliseconds(milliseconds));

        if (accepted)
        {
            make.Should().NotThrow();
        }
        else
        {
            make.Should().Throw<MemoryValidationException>().Which.Parameter.Should().Be("BusyTimeout");
        }
    }
}
