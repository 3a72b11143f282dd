using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Tests.Import;

public sealed class Mem0HistoryFileTests
{
    private const string Day1 = "2025-05-01T10:00:00+00:00";

    private static readonly MemoryImportOptions ForAlice = new() { Scope = MemoryFixture.Alice };

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task ImportAsync_OfAHistoryWithoutAScope_IsRefusedBeforeAnythingIsRead()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryImportSource missing = MemoryImportSource.Mem0History("nowhere.db");

        Func<Task> import = () => fixture.Memory.ImportAsync(missing, cancellationToken: Token);

        (await import.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be("Scope");
    }

    [Fact]
    public async Task ImportAsync_OfAHistoryOfSeveralUsers_AsksWhoseEachMemoryIs()
    {
        using Mem0File file = new Mem0File(Mem0File.Python)
            .Row("a", "ADD", null, "Likes tea", Day1).Row("b", "ADD", null, "Likes tea", Day1).Row("x", "ADD", null, "Likes tea", Day1);
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryImportOptions options = new()
        {
            ScopeOf = id => id switch { "a" => MemoryFixture.Alice, "b" => MemoryFixture.Bob, _ => null },
        };

        MemoryImportResult result = await fixture.Memory.ImportAsync(file.Source, options, Token);

        result.Select(item => item.Outcome).Should().Equal(MemoryImportOutcome.Imported, MemoryImportOutcome.Imported, MemoryImportOutcome.Failed);
        result[2].Error.Should().BeOfType<MemoryValidationException>().Which.Parameter.Should().Be("Scope");
        (await fixture.Memory.GetAsync("b", Token))!.Scope.Should().Be(MemoryFixture.Bob);
    }

    [Fact]
    public async Task ImportAsync_OfAFileThatIsNoHistory_SaysWhatToDoAndNamesNoPath()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem own = await fixture.StoreAsync("Likes tea");
        using Mem0File text = new();
        await File.WriteAllTextAsync(text.Path, string.Concat(Enumerable.Repeat("{\"results\": []} ", 100)), Token);
        using Mem0File foreign = new("CREATE TABLE orders (id)");
        using Mem0File incomplete = new("CREATE TABLE history (memory_id, event)");
        int calls = fixture.Embeddings.CallCount;

        foreach ((string path, string words) in ((string, string)[])
        [
            (Path.Combine(text.Folder, "missing.db"), "no file"),
            (text.Folder, "no file"),
            (text.Path, "no SQLite database"),
            (foreign.Path, "no history of Mem0"),
            (incomplete.Path, "no history of Mem0"),
            (fixture.Path, "of Mem0Sharp"),
        ])
        {
            Func<Task> import = () => fixture.Memory.ImportAsync(MemoryImportSource.Mem0History(path), ForAlice, Token);

            MemoryValidationException error = (await import.Should().ThrowAsync<MemoryValidationException>()).Which;
            error.Parameter.Should().Be("path");
            error.Message.Should().Contain(words).And.NotContain(Path.GetFileName(path));
        }

        fixture.Embeddings.CallCount.Should().Be(calls);
        (await fixture.Memory.GetAsync(own.Id, Token)).Should().NotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    public void Mem0History_OfNoPath_IsRefused(string path) =>
        FluentActions.Invoking(() => MemoryImportSource.Mem0History(path)).Should().Throw<MemoryValidationException>();

    [Fact]
    public async Task ImportAsync_OfAnyFile_LeavesItAsItWas()
    {
        using Mem0File file = new Mem0File(Mem0File.Python).Row("m", "ADD", null, "Likes tea", Day1);
        byte[] before = await File.ReadAllBytesAsync(file.Path, Token);
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        (await fixture.Memory.ImportAsync(file.Source, ForAlice, Token)).ImportedCount.Should().Be(1);

        (await File.ReadAllBytesAsync(file.Path, Token)).Should().Equal(before);
        Directory.GetFiles(file.Folder).Should().Equal(file.Path);
        file.Source.ToString().Should().Be("MemoryImportSource (Mem0 history)");
    }

    [Fact]
    public async Task ImportAsync_OfAFileInWalModeThatIsBeingWritten_SeesWhatIsCommitted()
    {
        using Mem0File file = new(Mem0File.Python, "PRAGMA journal_mode = WAL");
        using SqliteConnection writer = file.Open();
        file.Row("m", "ADD", null, "Likes tea", Day1);
        using SqliteTransaction transaction = writer.BeginTransaction();
        using SqliteCommand command = writer.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO history (memory_id, event, new_memory) VALUES ('open', 'ADD', 'Owns a cat')";
        command.ExecuteNonQuery();
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);
        await transaction.CommitAsync(Token);
        MemoryImportResult again = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        result.Select(item => item.Id).Should().Equal("m");
        again.Select(item => (item.Id, item.Outcome)).Should().Equal(("m", MemoryImportOutcome.Unchanged), ("open", MemoryImportOutcome.Imported));
    }

    [Fact]
    public async Task ImportAsync_OfACopyInWalModeWithoutItsLog_ReadsIt()
    {
        using Mem0File file = new(Mem0File.Python, "PRAGMA journal_mode = WAL");
        file.Row("m", "ADD", null, "Likes tea", Day1);
        using Mem0File copy = new();
        File.Copy(file.Path, copy.Path);
        byte[] before = await File.ReadAllBytesAsync(copy.Path, Token);
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        (await fixture.Memory.ImportAsync(copy.Source, ForAlice, Token)).ImportedCount.Should().Be(1);

        (await File.ReadAllBytesAsync(copy.Path, Token)).Should().Equal(before);
    }

    [Fact]
    public async Task ImportAsync_OfAFileInWalModeWhereNothingCanBeMadeBesideIt_ReadsIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link needs a privilege there.");
        using Mem0File file = new(Mem0File.Python, "PRAGMA journal_mode = WAL");
        file.Row("m", "ADD", null, "Likes tea", Day1);

        // Where SQLite would put its index of the log. As in a folder that may not be written, it cannot be made.
        File.CreateSymbolicLink(file.Path + "-shm", Path.Combine("nowhere", "at all"));
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        (await fixture.Memory.ImportAsync(file.Source, ForAlice, Token)).ImportedCount.Should().Be(1);
    }

    [Fact]
    public async Task ImportAsync_OfAFileThatIsLocked_SaysThatItMaySucceedLater()
    {
        using Mem0File file = new Mem0File(Mem0File.Python).Row("m", "ADD", null, "Likes tea", Day1);
        using SqliteConnection writer = file.Open();
        using SqliteCommand command = writer.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        Func<Task> import = () => fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        (await import.Should().ThrowAsync<MemoryStoreException>()).Which.IsTransient.Should().BeTrue();
    }

    [Fact]
    public async Task ImportAsync_WhileTextsAreEmbedded_HoldsNoLockOnTheFile()
    {
        using Mem0File file = new Mem0File(Mem0File.Python).Row("m", "ADD", null, "Likes tea", Day1);
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryImportOptions options = new()
        {
            ScopeOf = _ =>
            {
                // Here rows are being read; a lock would make this fail at its timeout.
                using SqliteConnection writer = file.Open();
                using SqliteCommand command = writer.CreateCommand();
                command.CommandTimeout = 1;
                command.CommandText = "DELETE FROM history";
                command.ExecuteNonQuery().Should().Be(1);
                return MemoryFixture.Alice;
            },
        };

        (await fixture.Memory.ImportAsync(file.Source, options, Token)).ImportedCount.Should().Be(1);
    }
}
