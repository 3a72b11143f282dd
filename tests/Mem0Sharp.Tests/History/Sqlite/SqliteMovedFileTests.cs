using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>A file that is removed, moved or replaced while it is open: no write is acknowledged into a file without a name.</summary>
public sealed class SqliteMovedFileTests : IDisposable
{
    private readonly MemoryFile _file = new();

    public SqliteMovedFileTests()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows removes no open file.");
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Elsewhere => Path.Combine(_file.Folder, "elsewhere.db");

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task AnyCall_FileInPlace_Succeeds()
    {
        await using SqliteHistoryStore store = await FilledAsync();

        foreach (Func<Task> call in Calls(store))
        {
            await call.Should().NotThrowAsync();
        }
    }

    [Fact]
    public async Task AnyCall_FileRemoved_SaysSoAndMakesNoNewFile()
    {
        await using SqliteHistoryStore store = await FilledAsync();
        File.Delete(_file.Path);

        await RefusedAsync(store);

        File.Exists(_file.Path).Should().BeFalse("an empty file would hide the loss");
    }

    [Fact]
    public async Task AnyCall_FileRemovedBeforeTheFirstRead_SaysSoAndMakesNoNewFile()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        File.Delete(_file.Path);

        await store.Awaiting(s => s.CountAsync(null, null, null, Token)).Should().ThrowAsync<MemoryStoreException>();
        await store.Awaiting(s => s.GetPositionAsync(Token)).Should().ThrowAsync<MemoryStoreException>();

        File.Exists(_file.Path).Should().BeFalse();
    }

    [Fact]
    public async Task CommitAsync_FileRemovedDuringTheTransaction_IsNotCommitted()
    {
        await using SqliteHistoryStore store = await FilledAsync();
        HistoryWrite removing = new("b", _ =>
        {
            File.Move(_file.Path, Elsewhere);
            return new HistoryAppend { Event = MemoryEvent.Add, Item = Item("b"), Embedding = Embedding("b") };
        });

        MemoryStoreException error = (await store.Awaiting(s => s.CommitAsync([removing], Token)).Should().ThrowAsync<MemoryStoreException>()).Which;

        error.IsCommitted.Should().BeFalse();
        File.Move(Elsewhere, _file.Path);
        (await store.GetHeadsAsync(["a", "b"], Token)).Select(head => head?.Item.Id).Should().Equal("a", null);
    }

    [Fact]
    public async Task AnyCall_FilePutBack_GoesOnWithTheSameStore()
    {
        await using SqliteHistoryStore store = await FilledAsync();
        File.Move(_file.Path, Elsewhere);
        await RefusedAsync(store);

        File.Move(Elsewhere, _file.Path);

        await store.CommitAsync([Add("b")], Token);
        (await store.CountAsync(null, null, null, Token)).Should().Be(2);
        (await store.CheckAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task DisposeAsync_FileMoved_LeavesAWholeFileAndNoLog()
    {
        SqliteHistoryStore store = await FilledAsync();
        File.Move(_file.Path, Elsewhere);

        await store.DisposeAsync();

        _file.FileNames.Should().Equal("elsewhere.db");
        await using SqliteHistoryStore moved = new(new SqliteHistoryOptions { Path = Elsewhere });
        (await moved.OpenAsync(Token)).Position.Sequence.Should().Be(1, "what was only in the log is in the file");
        (await moved.CheckAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task OpenAsync_AfterTheRemovedFilesStoreWasDisposed_MakesANewFile()
    {
        await using (SqliteHistoryStore removed = await FilledAsync())
        {
            File.Delete(_file.Path);
            await RefusedAsync(removed);
        }

        await using SqliteHistoryStore store = await _file.OpenAsync();

        await store.CommitAsync([Add("b")], Token);
        (await store.CountAsync(null, null, null, Token)).Should().Be(1);
    }

    [Fact]
    public async Task AnyCall_FileReplaced_IsRefusedAndTheOtherFileIsLeftAsItWas()
    {
        await using (SqliteHistoryStore other = new(new SqliteHistoryOptions { Path = Elsewhere }))
        {
            await other.OpenAsync(Token);
            await other.CommitAsync([Add("x"), Add("y")], Token);
        }

        byte[] before = await File.ReadAllBytesAsync(Elsewhere, Token);
        await using (SqliteHistoryStore store = await FilledAsync())
        {
            File.Move(Elsewhere, _file.Path, overwrite: true);
            await RefusedAsync(store);
        }

        (await File.ReadAllBytesAsync(_file.Path, Token)).Should().Equal(before);
        await using SqliteHistoryStore reopened = await _file.OpenAsync();
        (await reopened.GetHeadsAsync(["x", "y", "a"], Token)).Select(head => head?.Item.Id).Should().Equal(["x", "y", null], "the other file's log is not ours");
        (await reopened.CheckAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task BackupAsync_FileRemoved_IsRefused()
    {
        await using SqliteHistoryStore store = await FilledAsync();
        await store.GetPositionAsync(Token);
        File.Delete(_file.Path);

        await store.Awaiting(s => s.BackupAsync(Elsewhere, Token)).Should().ThrowAsync<MemoryStoreException>();

        File.Exists(Elsewhere).Should().BeFalse();
    }

    [Fact]
    public async Task OpenAsync_LogWithoutItsFile_IsRefusedUntilTheFileIsBack()
    {
        await using SqliteHistoryStore first = await FilledAsync();
        string copy = Path.Combine(_file.Folder, "copy.db");
        File.Copy(_file.Path + "-wal", copy + "-wal");
        await using SqliteHistoryStore store = new(new SqliteHistoryOptions { Path = copy });

        (await store.Awaiting(s => s.OpenAsync(Token)).Should().ThrowAsync<MemoryStoreException>()).Which.Message.Should().Contain("-wal");

        File.Exists(copy).Should().BeFalse();
        File.Copy(_file.Path, copy);
        (await store.OpenAsync(Token)).Position.Sequence.Should().Be(1);
    }

    private static async Task RefusedAsync(SqliteHistoryStore store)
    {
        foreach (Func<Task> call in Calls(store))
        {
            MemoryStoreException error = (await call.Should().ThrowAsync<MemoryStoreException>()).Which;
            error.Message.Should().Contain("removed, moved or replaced");
            error.IsCommitted.Should().BeFalse();
            error.IsTransient.Should().BeFalse();
        }
    }

    private static Func<Task>[] Calls(SqliteHistoryStore store) =>
    [
        () => store.CommitAsync([Add("n")], Token),
        () => store.OpenAsync(Token),
        () => store.GetPositionAsync(Token),
        () => store.GetHeadsAsync(["a"], Token),
        () => store.CountAsync(null, null, null, Token),
        () => store.CheckAsync(Token),
        () => store.EraseAsync(new HistoryErasureRequest { MemoryIds = ["n"], ErasedAt = DateTimeOffset.UnixEpoch }, Token),
        () => store.ResetAsync(Token),
    ];

    private async Task<SqliteHistoryStore> FilledAsync()
    {
        SqliteHistoryStore store = await _file.OpenAsync();
        await store.CommitAsync([Add("a")], Token);
        await store.GetPositionAsync(Token);
        await store.CountAsync(null, null, null, Token);
        return store;
    }
}
