using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Tests.Keeping;

/// <summary>A copy of the memory file is all of it, at one moment, or is not there.</summary>
public sealed class BackupTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task BackupAsync_OfAFileInUse_IsOneFileWithEveryRow()
    {
        await using MemoryFixture fixture = await WrittenAsync();
        using Copies copies = new();
        string copy = copies.Path("copy.db");

        await fixture.Memory.BackupAsync(copy, Token);

        copies.Names.Should().Equal("copy.db");
        File.ReadAllBytes(copy)[18..20].Should().Equal([1, 1], "it has no log beside it");
        Dump(copy).Should().Be(Dump(fixture.Path)).And.Contain("rejections|").And.Contain("erasures|").And.Contain("calls|").And.Contain("sqlite_sequence|");
    }

    [Fact]
    public async Task BackupAsync_OpenedAsAMemory_IsSoundAndGoesOnByItself()
    {
        await using MemoryFixture fixture = await WrittenAsync();
        using Copies copies = new();
        string copy = copies.Path("copy.db");
        await fixture.Memory.BackupAsync(copy, Token);
        int calls = fixture.Embeddings.CallCount;

        await using Memory restored = fixture.OpenOther(builder => builder.UseSqlite(copy));

        (await restored.CheckAsync(Token)).Problems.Should().BeEmpty();
        (await restored.SearchAsync("Likes coffee", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Item.Text.Should().Be("Likes coffee");
        (await restored.HistoryAsync(new HistoryFilter(), Token).Select(entry => (entry.Sequence, entry.RecordedAt, entry.NewHash)).ToListAsync(Token))
            .Should().Equal(await fixture.Memory.HistoryAsync(new HistoryFilter(), Token).Select(entry => (entry.Sequence, entry.RecordedAt, entry.NewHash)).ToListAsync(Token));
        fixture.Embeddings.CallCount.Should().Be(calls, "every text and its embedding are in the copy");
        await restored.AddAsync("Plays the flute", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(2);
    }

    [Fact]
    public async Task BackupAsync_WhileOthersWrite_HasWhatWasAcknowledgedAndNoHalfOfATransaction()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        using Copies copies = new();
        MemoryItem one = await fixture.StoreAsync("One: 0"), two = await fixture.StoreAsync("Two: 0");
        using CancellationTokenSource done = new();
        int acknowledged = 0;
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task writing = Task.Run(
            async () =>
            {
                for (int i = 1; !done.IsCancellationRequested; i++)
                {
                    MemoryUpdate[] both = [new(one.Id, $"One: {i}"), new(two.Id, $"Two: {i}")];
                    await fixture.Memory.BatchUpdateAsync(both, new BatchUpdateOptions { AllOrNothing = true }, Token);
                    Volatile.Write(ref acknowledged, i);
                    begun.TrySetResult();
                }
            },
            Token);

        await (await Task.WhenAny(begun.Task, writing));
        for (int round = 0; round < 10; round++)
        {
            string copy = copies.Path($"{round}.db");
            int before = Volatile.Read(ref acknowledged);
            await fixture.Memory.BackupAsync(copy, Token);

            await using Memory restored = fixture.OpenOther(builder => builder.UseSqlite(copy));
            int[] versions = [.. (await restored.GetAsync([one.Id, two.Id], Token)).Select(item => item!.Version)];
            versions[0].Should().Be(versions[1]).And.BeGreaterThan(before);
            (await restored.CheckAsync(Token)).Problems.Should().BeEmpty();
        }

        await done.CancelAsync();
        await writing;
        acknowledged.Should().BePositive();
    }

    [Theory]
    [InlineData("copy.db")]
    [InlineData("copy.db-wal")]
    [InlineData("copy.db-journal")]
    public async Task BackupAsync_WhereAFileIs_RefusesAndLeavesIt(string name)
    {
        await using MemoryFixture fixture = await WrittenAsync();
        using Copies copies = new();
        await File.WriteAllTextAsync(copies.Path(name), "mine", Token);

        Func<Task> backup = () => fixture.Memory.BackupAsync(copies.Path("copy.db"), Token);

        (await backup.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be("path");
        (await File.ReadAllTextAsync(copies.Path(name), Token)).Should().Be("mine");
        copies.Names.Should().Equal(name);
        await fixture.Memory.BackupAsync(copies.Path("other.db"), Token);
    }

    [Fact]
    public async Task BackupAsync_OntoTheMemoryFileItself_Refuses()
    {
        await using MemoryFixture fixture = await WrittenAsync();

        Func<Task> backup = () => fixture.Memory.BackupAsync(fixture.Path, Token);

        await backup.Should().ThrowAsync<MemoryValidationException>();
        (await fixture.Memory.CheckAsync(Token)).IsSound.Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    [InlineData("no such folder/copy.db")]
    public async Task BackupAsync_ToNoPath_Refuses(string path)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        Func<Task> backup = () => fixture.Memory.BackupAsync(path, Token);

        (await backup.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be("path");
    }

    [Fact]
    public async Task BackupAsync_WithoutAFile_SaysWhatToDoInstead()
    {
        await using Memory memory = new MemoryBuilder().Build();

        Func<Task> backup = () => memory.BackupAsync("copy.db", Token);

        (await backup.Should().ThrowAsync<MemoryConfigurationException>()).Which.Suggestion.Should().Contain("UseSqlite").And.Contain("ExportAsync");
    }

    [Fact]
    public async Task BackupAsync_ThatIsCancelled_LeavesNothing()
    {
        await using MemoryFixture fixture = await WrittenAsync();
        using Copies copies = new();
        SqliteHistoryOptions options = new() { Path = fixture.Path };
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        using SqliteBackup backup = new(options);

        Action copying = () => backup.Into(copies.Path("copy.db"), source.Token);

        copying.Should().Throw<OperationCanceledException>();
        copies.Names.Should().BeEmpty();
        backup.Into(copies.Path("copy.db"), Token);
        copies.Names.Should().Equal("copy.db");
    }

    [Fact]
    public async Task BackupAsync_OfADamagedFile_FailsAndLeavesNothing()
    {
        await using MemoryFixture fixture = await WrittenAsync();
        using Copies copies = new();
        fixture.Sql("PRAGMA wal_checkpoint(TRUNCATE)");
        await using (FileStream file = new(fixture.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)(file.Length - 4096)).ToArray(), Token);
        }

        await using SqliteHistoryStore store = new(new SqliteHistoryOptions { Path = fixture.Path });
        Func<Task> backup = () => store.BackupAsync(copies.Path("copy.db"), Token);

        await backup.Should().ThrowAsync<MemoryStoreException>();
        copies.Names.Should().BeEmpty();
    }

    [Fact]
    public async Task BackupAsync_AroundAnErase_KeepsWhatWasThereBeforeAndHasNothingOfItAfter()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        using Copies copies = new();
        MemoryItem item = await fixture.StoreAsync("Likes quinces");
        await fixture.StoreAsync("Owns a boat");
        await fixture.Memory.BackupAsync(copies.Path("before.db"), Token);

        await fixture.Memory.EraseAsync(item.Id, Token);
        await fixture.Memory.BackupAsync(copies.Path("after.db"), Token);

        Holds(copies.Path("before.db"), "quinces").Should().BeTrue("a backup is a copy of then");
        Holds(copies.Path("after.db"), "quinces").Should().BeFalse();
        Holds(copies.Path("after.db"), "Owns a boat").Should().BeTrue();
    }

    [Fact]
    public async Task BackupAsync_OfAPrivateFile_IsAsPrivate()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using MemoryFixture fixture = await WrittenAsync();
        using Copies copies = new();
        File.SetUnixFileMode(fixture.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await fixture.Memory.BackupAsync(copies.Path("copy.db"), Token);

        File.GetUnixFileMode(copies.Path("copy.db")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static bool Holds(string path, string text) => File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static async Task<MemoryFixture> WrittenAsync()
    {
        MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem tea = await fixture.StoreAsync("Likes tea");
        MemoryItem gone = await fixture.StoreAsync("Plays chess");
        await fixture.StoreAsync("Owns a boat");
        await fixture.Memory.UpdateAsync(tea.Id, "Likes coffee", new MemoryUpdateOptions { IdempotencyKey = "k" }, Token);
        await fixture.Memory.EraseAsync(gone.Id, Token);
        return fixture;
    }

    private static string Dump(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        StringBuilder dump = new();
        foreach (string table in Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        {
            foreach (string row in Rows(connection, $"SELECT * FROM {table}"))
            {
                dump.Append(table).Append('|').AppendLine(row);
            }
        }

        return dump.AppendJoin('\n', Rows(connection, "PRAGMA user_version").Concat(Rows(connection, "PRAGMA application_id"))).ToString();
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch
            {
                byte[] bytes => Convert.ToHexString(bytes),
                object value => Convert.ToString(value, CultureInfo.InvariantCulture),
            })));
        }

        return rows;
    }
}
