namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>A row that is not as it was written is in no answer: whoever asks for it gets an error (A4).</summary>
public sealed class SqliteDamageTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, Func<Memory, string, Task>> Reads => new()
    {
        { "get", (memory, id) => memory.GetAsync(id, Token) },
        { "list", (memory, _) => memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).ToListAsync(Token).AsTask() },
        { "history", (memory, id) => memory.HistoryAsync(id, Token).ToListAsync(Token).AsTask() },
        { "log", (memory, _) => memory.HistoryAsync(new HistoryFilter(), Token).ToListAsync(Token).AsTask() },
        { "update", (memory, id) => memory.UpdateAsync(id, "Likes milk", cancellationToken: Token) },
        { "delete", (memory, id) => memory.DeleteAsync(id, cancellationToken: Token) },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task AnyRead_OfARowWithOneOtherCharacter_Throws_A4(string name, Func<Memory, string, Task> read)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem tea = await fixture.StoreAsync("Likes tea");
        MemoryItem boat = await fixture.StoreAsync("Owns a boat", MemoryFixture.Bob);
        fixture.Sql("UPDATE history SET record = replace(record, 'tea', 'tee') WHERE sequence = 1");

        MemoryStoreException error = (await fixture.Memory.Awaiting(memory => read(memory, tea.Id)).Should().ThrowAsync<MemoryStoreException>(name)).Which;

        error.Message.Should().Contain("damaged").And.NotContainAny("tea", "tee");
        (error.IsTransient, error.IsCommitted).Should().Be((false, false));
        (await fixture.Memory.GetAsync(boat.Id, Token))!.Text.Should().Be("Owns a boat", "it is another row");
    }

    [Fact]
    public async Task AnyRead_AfterOpeningAFileWithADamagedMemory_Throws_A4()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("Likes tea");
        fixture.Sql("UPDATE history SET record = replace(record, 'tea', 'tee') WHERE sequence = 1");
        await fixture.ReopenAsync();

        await fixture.Memory.Awaiting(memory => memory.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token))
            .Should().ThrowAsync<MemoryStoreException>("what is searched could not be read whole");
    }

    [Theory]
    [InlineData("UPDATE memories SET is_deleted = 1 WHERE number = 1")]
    [InlineData("UPDATE memories SET sequence = 3 WHERE number = 1")]
    [InlineData("UPDATE memories SET memory_id = 'x' WHERE number = 1")]
    public async Task GetAsync_OfAMemoryThatPointsElsewhere_Throws_A4(string damage)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem tea = await fixture.StoreAsync("Likes tea");
        await fixture.StoreAsync("Owns a boat", MemoryFixture.Bob);
        fixture.Sql("UPDATE sqlite_sequence SET seq = 9; INSERT INTO history SELECT 3, " + RowWithoutSequence + " FROM history WHERE sequence = 2");
        fixture.Sql(damage);

        string id = damage.Contains("'x'", StringComparison.Ordinal) ? "x" : tea.Id;

        await fixture.Memory.Awaiting(memory => memory.GetAsync(id, Token)).Should().ThrowAsync<MemoryStoreException>();
    }

    [Fact]
    public async Task GetAllAsync_OfAScopeThatListsAnothersMemory_ThrowsRatherThanShowIt_A4()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("Likes tea");
        fixture.Sql("UPDATE memory_scopes SET value = 'bob'");

        await fixture.Memory.Awaiting(memory => memory.GetAllAsync(MemoryFixture.Bob, cancellationToken: Token).ToListAsync(Token).AsTask())
            .Should().ThrowAsync<MemoryStoreException>();
    }

    [Fact]
    public async Task SearchAsync_WithAVectorThatIsNotAsItWasWritten_Throws_A4()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("Likes tea");
        await fixture.StoreAsync("Owns a boat");
        await fixture.ReopenAsync();
        fixture.Sql("UPDATE embeddings SET vector = (SELECT vector FROM embeddings WHERE number = 2) WHERE number = 1");

        await fixture.Memory.Awaiting(memory => memory.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token))
            .Should().ThrowAsync<MemoryStoreException>();
    }

    [Fact]
    public async Task AddAsync_RepeatedWithAnOutcomeThatIsNotAsItWasWritten_Throws_A4()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem tea = await fixture.StoreAsync("Likes tea");
        MemoryUpdateOptions once = new() { IdempotencyKey = "k" };
        await fixture.Memory.UpdateAsync(tea.Id, "Likes coffee", once, Token);
        fixture.Sql("UPDATE calls SET outcome = replace(outcome, '2', '3')");

        await fixture.Memory.Awaiting(memory => memory.UpdateAsync(tea.Id, "Likes coffee", once, Token)).Should().ThrowAsync<MemoryStoreException>();
        (await fixture.HistoryAsync(tea.Id)).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("DELETE FROM memory_scopes WHERE number = 1", "listed in no scope")]
    [InlineData("UPDATE history SET reason = 'x' WHERE sequence = 1", "checksum")]
    public async Task OpenAsync_CheckingADamagedFile_RefusesIt_A4(string damage, string problem)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.Configure(options => options.CheckOnOpen = true));
        MemoryItem tea = await fixture.StoreAsync("Likes tea");
        await fixture.ReopenAsync();
        (await fixture.Memory.GetAsync(tea.Id, Token))!.Text.Should().Be("Likes tea", "there is nothing wrong yet");
        fixture.Sql(damage);
        await fixture.ReopenAsync();

        for (int attempt = 0; attempt < 2; attempt++)
        {
            (await fixture.Memory.Awaiting(memory => memory.GetAsync(tea.Id, Token)).Should().ThrowAsync<MemoryStoreException>())
                .Which.Message.Should().StartWith("The memory file is damaged: ").And.Contain(problem);
        }
    }

    [Fact]
    public async Task OpenAsync_WithoutChecking_OpensADamagedFile_A4()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("Likes tea");
        MemoryItem boat = await fixture.StoreAsync("Owns a boat", MemoryFixture.Bob);
        fixture.Sql("DELETE FROM memory_scopes WHERE number = 1");
        await fixture.ReopenAsync();

        (await fixture.Memory.GetAsync(boat.Id, Token))!.Text.Should().Be("Owns a boat");
    }

    private static string RowWithoutSequence => string.Join(", ", SqliteChecksum.Of("history")["checksum_of(sequence, ".Length..^1]) + ", checksum";
}
