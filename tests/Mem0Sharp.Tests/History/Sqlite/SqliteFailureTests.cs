using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>What goes wrong while a file is in use, and that the store works afterwards.</summary>
public sealed class SqliteFailureTests : IDisposable
{
    private readonly MemoryFile _file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task CommitAsync_FileLockedByAnother_IsTransientAndWorksAfterwards()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync(TimeSpan.FromMilliseconds(1));
        using (SqliteConnection other = _file.Connect())
        {
            MemoryFile.Execute(other, "BEGIN IMMEDIATE");

            MemoryStoreException error = (await store.Awaiting(s => s.CommitAsync([Add("a")], Token)).Should().ThrowAsync<MemoryStoreException>()).Which;

            error.IsTransient.Should().BeTrue();
            error.IsCommitted.Should().BeFalse();
            error.DebugInfo["native_error_code"].Should().Be(5);
            (await store.CountAsync(null, null, null, Token)).Should().Be(0, "reads do not wait for a writer");
        }

        (await store.CommitAsync([Add("a")], Token)).Results[0].Entry!.Sequence.Should().Be(1);
    }

    [Fact]
    public async Task OpenAsync_FileThatAnotherIsWritingTo_DoesNotWaitForIt()
    {
        await using (SqliteHistoryStore first = await _file.OpenAsync())
        {
            await first.CommitAsync([Add("a")], Token);
        }

        await using SqliteHistoryStore store = _file.Store(TimeSpan.FromMilliseconds(1));
        using SqliteConnection other = _file.Connect();
        MemoryFile.Execute(other, "BEGIN IMMEDIATE");

        (await store.OpenAsync(Token)).Position.Sequence.Should().Be(1);
        (await store.Awaiting(s => s.CommitAsync([Add("b")], Token)).Should().ThrowAsync<MemoryStoreException>()).Which.IsTransient.Should().BeTrue();
        MemoryFile.Execute(other, "COMMIT");
        (await store.CommitAsync([Add("b")], Token)).After.Sequence.Should().Be(2);
    }

    [Fact]
    public async Task OpenAsync_NewFileLockedByAnother_IsTransientAndWorksAfterwards()
    {
        await using SqliteHistoryStore store = _file.Store(TimeSpan.FromMilliseconds(1));
        using (SqliteConnection other = _file.Connect())
        {
            MemoryFile.Execute(other, "BEGIN IMMEDIATE");

            (await store.Awaiting(s => s.OpenAsync(Token)).Should().ThrowAsync<MemoryStoreException>()).Which.IsTransient.Should().BeTrue();
        }

        (await store.OpenAsync(Token)).Position.Sequence.Should().Be(0);
    }

    [Fact]
    public async Task CommitAsync_WhenATableCannotBeReadWhileAWriteIsDecided_FailsTyped()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        await store.CommitAsync([Add("before")], Token);
        _file.Execute("ALTER TABLE erasures RENAME TO taken_away");

        await store.Awaiting(s => s.CommitAsync([Add("a")], Token)).Should().ThrowAsync<MemoryStoreException>();

        _file.Execute("ALTER TABLE taken_away RENAME TO erasures");
        (await store.CommitAsync([Add("a")], Token)).Results[0].Error.Should().BeNull();
    }

    [Fact]
    public async Task CommitAsync_OneInsertAborted_RollsBackAllAndLeavesTheConnectionUsable()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        await store.CommitAsync([Add("before")], Token);
        _file.Execute("CREATE TRIGGER trap BEFORE INSERT ON history WHEN NEW.memory_id = 'bad' BEGIN SELECT RAISE(ABORT, 'trap'); END");

        await store.Awaiting(s => s.CommitAsync([Add("a"), Add("bad")], Token)).Should().ThrowAsync<MemoryStoreException>();

        (await store.GetHeadsAsync(["a"], Token)).Should().Equal([null]);
        (await store.GetEmbeddingsAsync(["text of a"], Token)).Should().Equal([null]);
        (await store.GetPositionAsync(Token)).Sequence.Should().Be(1);
        _file.Execute("DROP TRIGGER trap");
        HistoryCommit commit = await store.CommitAsync([Add("a"), Add("bad")], Token);
        commit.Results.Select(result => result.Entry!.Sequence).Should().Equal([2L, 3L], "a rollback leaves no gap");
    }

    [Fact]
    public async Task CommitAsync_TransactionRolledBackBySqlite_LeavesTheConnectionUsable()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        _file.Execute("CREATE TRIGGER trap AFTER INSERT ON history WHEN NEW.memory_id = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'trap'); END");

        await store.Awaiting(s => s.CommitAsync([Add("a"), Add("bad")], Token)).Should().ThrowAsync<MemoryStoreException>();

        (await store.CommitAsync([Add("a")], Token)).Results[0].Entry!.Sequence.Should().Be(1);
    }

    [Fact]
    public async Task CommitAsync_FirstEmbeddingRolledBack_DoesNotBindTheSpace()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        _file.Execute("CREATE TRIGGER trap BEFORE INSERT ON history BEGIN SELECT RAISE(ABORT, 'trap'); END");
        await store.Awaiting(s => s.CommitAsync([Add("a")], Token)).Should().ThrowAsync<MemoryStoreException>();
        _file.Execute("DROP TRIGGER trap");
        StoredEmbedding other = new(new EmbeddingSpace("model-b", 1), new float[] { 1 });

        HistoryCommit commit = await store.CommitAsync(
            [new HistoryWrite("b", _ => new HistoryAppend { Event = MemoryEvent.Add, Item = Item("b"), Embedding = other })], Token);

        commit.Results[0].Error.Should().BeNull();
    }

    [Theory]
    [InlineData("UPDATE history SET record = substr(record, 1, length(record) / 2)")]
    [InlineData("UPDATE history SET record = ''")]
    [InlineData("UPDATE history SET record = 'null'")]
    [InlineData("UPDATE history SET record = '[]'")]
    [InlineData("UPDATE history SET record = '{\"id\":\"a\",\"memory\":\"x\"}'")]
    [InlineData("UPDATE history SET record = '{\"id\":\"a\",\"user_id\":\"u\"}'")]
    [InlineData("UPDATE history SET record = '{\"id\":\"a\",\"memory\":\"x\",\"user_id\":\"u\",\"version\":\"one\"}'")]
    [InlineData("UPDATE history SET record = '{\"id\":\"a\",\"memory\":\"x\",\"user_id\":\"u\",\"version\":1e3}'")]
    [InlineData("UPDATE history SET record = '{\"id\":\"a\",\"memory\":\"x\",\"user_id\":\"u\",\"tags\":\"t\"}'")]
    [InlineData("UPDATE history SET record = '{\"id\":\"a\",\"memory\":\"x\",\"user_id\":\"u\",\"created_at\":\"soon\"}'")]
    [InlineData("UPDATE history SET record = '{\"id\":\"a\",\"memory\":\"\\ud800\",\"user_id\":\"u\"}'")]
    [InlineData("UPDATE history SET record = '{\"id\":\"a\",\"memory\":\"x\",\"user_id\":\"u\",\"metadata\":3}'")]
    [InlineData("UPDATE history SET record = '{\"id\":\"a\",\"memory\":\"x\",\"user_id\":\"u\",\"memory_type\":\"odd\"}'")]
    public async Task AnyRead_DamagedRecord_SaysThatTheFileIsDamaged(string sql)
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        await store.CommitAsync([Add("a")], Token);
        _file.Execute(sql);

        Func<Task>[] reads =
        [
            () => store.GetHeadsAsync(["a"], Token),
            () => store.ListAsync(new HistoryListQuery { Limit = 1 }, Token),
            async () => await store.ReadAsync(["a"], Token).ToListAsync(Token),
            async () => await store.ReadChangesAsync(0, Token).ToListAsync(Token),
            () => store.CommitAsync([Update("a", "new")], Token),
        ];

        foreach (Func<Task> read in reads)
        {
            MemoryStoreException error = (await read.Should().ThrowAsync<MemoryStoreException>()).Which;
            error.Message.Should().Contain("damaged");
            error.IsTransient.Should().BeFalse();
        }

        (await store.CommitAsync([Add("b")], Token)).Results[0].Entry!.Sequence.Should().Be(2, "the connection still works");
    }

    [Fact]
    public async Task ReadAsync_UnknownEvent_SaysThatTheFileIsDamaged()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        await store.CommitAsync([Add("a")], Token);
        _file.Execute("UPDATE history SET event = 'SHOUT'");

        (await FluentActions.Awaiting(() => store.ReadAsync(["a"], Token).ToListAsync(Token).AsTask()).Should().ThrowAsync<MemoryStoreException>())
            .Which.Message.Should().Contain("damaged");
    }

    [Theory]
    [InlineData("DELETE FROM embeddings")]
    [InlineData("UPDATE embeddings SET vector = substr(vector, 1, 3)")]
    [InlineData("UPDATE embeddings SET vector = substr(vector, 1, 4)")]
    public async Task ReadChangesAsync_DamagedVector_SaysThatTheFileIsDamaged(string sql)
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        await store.CommitAsync([Add("a")], Token);
        _file.Execute(sql);

        (await FluentActions.Awaiting(() => store.ReadChangesAsync(0, Token).ToListAsync(Token).AsTask()).Should().ThrowAsync<MemoryStoreException>())
            .Which.Message.Should().Contain("damaged");
    }

    [Fact]
    public async Task GetHeadsAsync_OverwrittenPages_IsAStoreException()
    {
        await using (SqliteHistoryStore filled = await _file.OpenAsync())
        {
            await filled.CommitAsync([.. Enumerable.Range(0, 200).Select(n => Add($"m{n}"))], Token);
        }

        byte[] bytes = await File.ReadAllBytesAsync(_file.Path, Token);
        bytes.AsSpan(4096).Fill(0xA5);
        await File.WriteAllBytesAsync(_file.Path, bytes, Token);
        await using SqliteHistoryStore store = _file.Store();

        (await store.Awaiting(s => s.GetHeadsAsync(["m1"], Token)).Should().ThrowAsync<MemoryStoreException>())
            .Which.Message.Should().Contain("damaged");
    }

    [Fact]
    public async Task AnyMember_Disposed_ThrowsObjectDisposed()
    {
        SqliteHistoryStore store = await _file.OpenAsync();
        await store.GetPositionAsync(Token);
        await store.CountAsync(null, null, null, Token);

        await store.DisposeAsync();
        await store.DisposeAsync();

        Func<Task>[] calls =
        [
            () => store.OpenAsync(Token),
            () => store.GetPositionAsync(Token),
            () => store.CommitAsync([Add("a")], Token),
            () => store.GetHeadsAsync(["a"], Token),
            () => store.ListAsync(new HistoryListQuery { Limit = 1 }, Token),
            () => store.CountAsync(null, null, null, Token),
            async () => await store.ReadAsync(["a"], Token).ToListAsync(Token),
            async () => await store.ReadChangesAsync(0, Token).ToListAsync(Token),
            () => store.GetEmbeddingsAsync(["a"], Token),
            () => store.ResetAsync(Token),
        ];
        foreach (Func<Task> call in calls)
        {
            await call.Should().ThrowAsync<ObjectDisposedException>();
        }

        _file.FileNames.Should().Equal(["memories.db"], "every connection was closed, so SQLite removed its side files");
    }

    [Fact]
    public async Task DisposeAsync_WhileOthersReadAndWrite_ClosesEveryConnection()
    {
        SqliteHistoryStore store = await _file.OpenAsync();
        await store.CommitAsync([.. Enumerable.Range(0, 300).Select(n => Add($"m{n}"))], Token);
        ConcurrentBag<Exception> errors = [];
        using CountdownEvent started = new(8);
        Task[] users = [.. Enumerable.Range(0, 8).Select(user => Task.Run(
            async () =>
            {
                bool signalled = false;
                try
                {
                    for (int i = 0; ; i++)
                    {
                        await store.GetPositionAsync(Token);
                        await store.ReadChangesAsync(0, Token).CountAsync(Token);
                        await store.CommitAsync([Update($"m{user}", $"{i}")], Token);
                        if (!signalled)
                        {
                            signalled = true;
                            started.Signal();
                        }
                    }
                }
                catch (Exception error)
                {
                    errors.Add(error);
                }
            },
            Token))];
        started.Wait(Token);

        await store.DisposeAsync();
        await Task.WhenAll(users);

        errors.Should().HaveCount(8).And.AllBeOfType<ObjectDisposedException>();
        _file.FileNames.Should().Equal("memories.db");
    }
}
