namespace Mem0Sharp.Tests.Import;

public sealed class Mem0PythonHistoryTests
{
    private const string Created = "2025-05-01T10:00:00.123456+00:00";
    private const string Later = "2025-05-02T08:00:00-07:00";

    private static readonly MemoryImportOptions ForAlice = new() { Scope = MemoryFixture.Alice };
    private static readonly DateTimeOffset CreatedAt = new DateTimeOffset(2025, 5, 1, 10, 0, 0, TimeSpan.Zero).AddTicks(1_234_560);
    private static readonly DateTimeOffset LaterAt = new(2025, 5, 2, 15, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task ImportAsync_OfAPythonHistory_KeepsEveryVersionWithItsTimes()
    {
        using Mem0File file = new Mem0File(Mem0File.Python)
            .Row("m1", "ADD", null, "Likes tea", Created, null, actor: "Ann", role: "user")
            .Row("m2", "ADD", null, "Owns a cat", Created, Created)
            .Row("m1", "UPDATE", "Likes tea", "Likes coffee", Created, Later)
            .Row("m2", "DELETE", "Owns a cat", null, null, null, deleted: 1);
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        result.Should().Equal(
            new MemoryImportItem("m1", MemoryImportOutcome.Imported, 2, Error: null),
            new MemoryImportItem("m2", MemoryImportOutcome.Imported, 2, Error: null));
        result.ToString().Should().Be("MemoryImportResult (2 imported, 0 unchanged, 0 failed)");
        List<HistoryEntry> first = await fixture.HistoryAsync("m1");
        first.Select(row => (row.Version, row.Event, row.OldText, row.NewText)).Should().Equal(
            (1, MemoryEvent.Add, null, "Likes tea"), (2, MemoryEvent.Update, "Likes tea", "Likes coffee"));
        first.Select(row => (row.Item.CreatedAt, row.Item.UpdatedAt, row.RecordedAt)).Should().Equal(
            (CreatedAt, CreatedAt, fixture.Time.GetUtcNow()), (CreatedAt, LaterAt, fixture.Time.GetUtcNow()));
        first.Should().OnlyContain(row => row.Item.ActorId == "Ann" && row.Item.Role == "user" && row.Item.Scope.Equals(MemoryFixture.Alice));
        List<HistoryEntry> second = await fixture.HistoryAsync("m2");
        second.Select(row => (row.Event, row.OldText, row.NewText, row.IsDeleted, row.Item.UpdatedAt)).Should().Equal(
            (MemoryEvent.Add, null, "Owns a cat", false, CreatedAt), (MemoryEvent.Delete, "Owns a cat", null, true, CreatedAt));
        fixture.Embeddings.CallCount.Should().Be(1, "all texts of a chunk are embedded together");
    }

    [Fact]
    public async Task ImportAsync_OfAHistory_FindsListsCountsAndKeepsItAcrossAnotherOpening()
    {
        using Mem0File file = new Mem0File(Mem0File.Python)
            .Row("m1", "ADD", null, "Likes tea", Created)
            .Row("gone", "ADD", null, "Likes tea too", Created)
            .Row("m0", "ADD", null, "Owns a cat", Later)
            .Row("gone", "DELETE", "Likes tea too", null, deleted: 1);
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);
        await fixture.ReopenAsync();

        (await fixture.Memory.SearchAsync("Likes tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Item.Id.Should().Be("m1");
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).Select(item => item.Id).ToListAsync(Token)).Should().Equal("m0", "m1");
        (await fixture.Memory.CountAsync(MemoryFixture.Bob, cancellationToken: Token)).Should().Be(0);
    }

    [Fact]
    public async Task RestoreAsync_OfAnImportedVersion_MakesNoEmbeddingCall()
    {
        using Mem0File file = new Mem0File(Mem0File.Python)
            .Row("m1", "ADD", null, "Likes tea", Created)
            .Row("m1", "UPDATE", "Likes tea", "Likes coffee", Created, Later)
            .Row("m1", "DELETE", "Likes coffee", null, deleted: 1);
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);
        await fixture.ReopenAsync();
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult back = await fixture.Memory.RestoreAsync("m1", 1, new MemoryRestoreOptions { Force = true }, Token);

        (back.Item.Version, back.Item.Text, back.Item.CreatedAt).Should().Be((4, "Likes tea", CreatedAt));
        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Fact]
    public async Task ImportAsync_OfTheFirstReleasesTable_ReadsItsColumnsItsEventsAndItsTimes()
    {
        using Mem0File file = new(
            Mem0File.PythonFirst,
            "INSERT INTO history VALUES ('1', 'm1', NULL, 'Likes tea', 'add', '2024-07-01 09:00:00.5', 0)",
            "INSERT INTO history VALUES ('2', 'm1', 'Likes tea', 'Likes milk', 'update', '2024-07-02 09:00:00', 0)",
            "INSERT INTO history VALUES ('3', 'm1', 'Likes milk', NULL, 'delete', '2024-07-03 09:00:00', 1)");
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        DateTimeOffset start = new(2024, 7, 1, 9, 0, 0, TimeSpan.Zero);
        (await fixture.HistoryAsync("m1")).Select(row => (row.Event, row.Item.Text, row.Item.CreatedAt, row.Item.UpdatedAt)).Should().Equal(
            (MemoryEvent.Add, "Likes tea", start.AddSeconds(0.5), start.AddSeconds(0.5)),
            (MemoryEvent.Update, "Likes milk", start.AddSeconds(0.5), start.AddDays(1)),
            (MemoryEvent.Delete, "Likes milk", start.AddSeconds(0.5), start.AddDays(2)));
    }

    [Fact]
    public async Task ImportAsync_OfTheSecondTable_TakesWhicheverOfTheTwoNewTextsIsThere()
    {
        using Mem0File file = new(
            Mem0File.PythonWithNewValue,
            "INSERT INTO history VALUES ('1', 'm1', NULL, 'Likes tea', 'Likes tea', 'add', '2024-07-01 09:00', '2024-07-01 09:00', 0)",
            "INSERT INTO history VALUES ('2', 'm1', 'Likes tea', 'Likes milk', NULL, 'UPDATE', 1719824400, '2024-07-02T09:00:00Z', 0)");
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        MemoryItem item = (await fixture.Memory.GetAsync("m1", Token))!;
        (item.Text, item.Version, item.CreatedAt).Should().Be(("Likes milk", 2, new DateTimeOffset(2024, 7, 1, 9, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task ImportAsync_OfATableWithoutOptionalColumns_TakesWhatIsThere()
    {
        using Mem0File file = new(
            "CREATE TABLE history (memory_id, new_memory, event)", "INSERT INTO history VALUES (7, 'Likes tea', 'ADD'), (7, 'Likes milk', 'UPDATE')");
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);
        fixture.Time.Advance(TimeSpan.FromDays(1));
        MemoryImportResult again = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        result.Should().Equal(new MemoryImportItem("7", MemoryImportOutcome.Imported, 2, Error: null));
        again.Should().Equal(new MemoryImportItem("7", MemoryImportOutcome.Unchanged, 2, Error: null));
        (await fixture.Memory.GetAsync("7", Token))!.CreatedAt.Should().Be(fixture.Time.GetUtcNow().AddDays(-1), "nothing says when it was made");
    }

    [Fact]
    public async Task ImportAsync_OfTextWithANulAndOtherCharacters_KeepsThem()
    {
        using Mem0File file = new Mem0File(Mem0File.Python).Row("m1", "ADD", null, "a\0b 猫 \U0001F408", Created);
        using Mem0File utf16 = new(
            $"PRAGMA encoding = 'UTF-16le'; {Mem0File.Python}; "
            + "INSERT INTO history (memory_id, event, new_memory) VALUES ('m2', 'ADD', '猫 \U0001F408')");
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);
        await fixture.Memory.ImportAsync(utf16.Source, ForAlice, Token);

        (await fixture.Memory.GetAsync("m1", Token))!.Text.Should().Be("a\0b 猫 \U0001F408");
        (await fixture.Memory.GetAsync("m2", Token))!.Text.Should().Be("猫 \U0001F408");
    }
}
