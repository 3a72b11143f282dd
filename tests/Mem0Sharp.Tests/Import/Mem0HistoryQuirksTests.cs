namespace Mem0Sharp.Tests.Import;

/// <summary>What Mem0 leaves out, writes twice, or writes in an order of its own.</summary>
public sealed class Mem0HistoryQuirksTests
{
    private const string Day1 = "2025-05-01T10:00:00+00:00";

    private static readonly MemoryImportOptions ForAlice = new() { Scope = MemoryFixture.Alice };

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public Task Rows_OfOneSecondInAnotherOrder_AreOrderedByTheirTimes() => ShouldBecome(
        file => file
            .Row("m", "ADD", null, "a", Day1)
            .Row("m", "UPDATE", "b", "c", Day1, "2025-05-01T10:00:01.900000+00:00")
            .Row("m", "UPDATE", "a", "b", Day1, "2025-05-01T10:00:01.100000+00:00"),
        "Add a, Update b, Update c");

    [Fact]
    public Task Rows_OfTheSameInstant_KeepTheOrderOfTheFile() => ShouldBecome(
        file => file.Row("m", "ADD", null, "a", Day1, Day1).Row("m", "UPDATE", "a", "b", Day1, Day1).Row("m", "UPDATE", "b", "c", Day1, Day1),
        "Add a, Update b, Update c");

    [Fact]
    public Task Rows_AddGivenALaterCreationByTheCaller_IsFirstAllTheSame() => ShouldBecome(
        file => file.Row("m", "ADD", null, "a", "2030-01-01").Row("m", "UPDATE", "a", "b", "2030-01-01", Day1), "Add a, Update b");

    [Fact]
    public Task Rows_DeleteWithoutTimes_StandsWhereItWasWritten() => ShouldBecome(
        file => file.Row("m", "DELETE", "a", null, deleted: 1).Row("m", "ADD", null, "a", Day1), "Add a, Delete a, Add a");

    [Fact]
    public Task Rows_UpdateOfMetadataOnly_BecomesNoVersion() => ShouldBecome(
        file => file.Row("m", "ADD", null, "a", Day1).Row("m", "UPDATE", "a", "a", Day1, Day1).Row("m", "UPDATE", "a", "b", Day1, Day1), "Add a, Update b");

    [Fact]
    public Task Rows_WithoutTheAdd_StartWithTheOldText() => ShouldBecome(
        file => file.Row("m", "UPDATE", "a", "b", Day1, "2025-05-03"), "Add a, Update b");

    [Fact]
    public Task Rows_WithOnlyADelete_StartWithTheOldText() => ShouldBecome(file => file.Row("m", "DELETE", "a", null, deleted: 1), "Add a, Delete a");

    [Fact]
    public Task Rows_OfAnAddWhoseTextAMigrationLost_StartWithTheOldTextOfTheNext() => ShouldBecome(
        file => file.Row("m", "ADD", null, null).Row("m", "UPDATE", "a", "b", Day1, "2025-05-03").Row("m", "UPDATE", null, null), "Add a, Update b");

    [Theory]
    [InlineData("ADD")]
    [InlineData("UPDATE")]
    public Task Rows_AfterADelete_BringItBack(string change) => ShouldBecome(
        file => file.Row("m", "ADD", null, "a", Day1).Row("m", "DELETE", "a", null, deleted: 1).Row("m", "DELETE", "a", null, deleted: 1)
            .Row("m", change, null, "b", "2025-05-09", "2025-05-09"),
        "Add a, Delete a, Add b");

    [Fact]
    public Task Rows_OfNone_BecomeNoVersion() => ShouldBecome(
        file => file.Row("m", "ADD", null, "a", Day1).Row("m", "NONE", "a", "a", Day1, Day1).Row("m", "none", null, "x"), "Add a");

    [Fact]
    public Task Rows_MarkedDeletedUnderAnotherEvent_EndTheMemory() => ShouldBecome(
        file => file.Row("m", "ADD", null, "a", Day1).Row("m", "UPDATE", "a", "b", Day1, Day1, deleted: 1), "Add a, Update b, Delete b");

    [Fact]
    public Task Rows_AddedTwice_AreOneAddAndAnUpdate() => ShouldBecome(
        file => file.Row("m", "ADD", null, "a", Day1).Row("m", "ADD", null, "a", Day1).Row("m", "ADD", null, "b", Day1), "Add a, Update b");

    [Theory]
    [InlineData("m", "ADD", " ", Day1, "memory")]
    [InlineData("m", "ADD", null, Day1, "new_memory")]
    [InlineData("m", "MERGE", "a", Day1, "event")]
    [InlineData("m", null, "a", Day1, "event")]
    [InlineData("m", "ADD", "a", "yesterday", "created_at")]
    [InlineData("m", "ADD", "a", "12:00", "created_at")]
    [InlineData("", "ADD", "a", Day1, "memory_id")]
    [InlineData(null, "ADD", "a", Day1, "memory_id")]
    [InlineData("two words", "ADD", "a", Day1, "memory_id")]
    public async Task Memory_ThatCannotBeStored_FailsAloneAndCostsNothing(string? id, string? change, string? text, string created, string parameter)
    {
        using Mem0File bad = new Mem0File(Mem0File.Python).Row(id, "UPDATE", "before", "fine", Day1, Day1).Row(id, change, null, text, created);
        if (parameter is "new_memory")
        {
            bad.Execute("DELETE FROM history WHERE event = 'UPDATE'");
        }

        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await fixture.Memory.ImportAsync(bad.Source, ForAlice, Token);

        MemoryImportItem item = result.Should().ContainSingle().Which;
        (item.Id, item.Outcome, item.Version).Should().Be((id ?? string.Empty, MemoryImportOutcome.Failed, (int?)null));
        item.Error.Should().BeOfType<MemoryValidationException>().Which.Parameter.Should().Be(parameter);
        fixture.Embeddings.CallCount.Should().Be(0);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(0);

        bad.Row("good", "ADD", null, "a", Day1);
        (await fixture.Memory.ImportAsync(bad.Source, ForAlice, Token)).Select(one => one.Outcome).Should().Equal(
            MemoryImportOutcome.Failed, MemoryImportOutcome.Imported);
        fixture.Embeddings.CallCount.Should().Be(1);
    }

    [Fact]
    public async Task Memory_WithATooLongIdOrText_FailsAlone()
    {
        using Mem0File file = new Mem0File(Mem0File.Python)
            .Row(new string('i', 257), "ADD", null, "a", Day1)
            .Row("long", "ADD", null, "fine", Day1)
            .Row("long", "UPDATE", "fine", new string('t', MemoryLimits.TextLength + 1), Day1, Day1)
            .Row("good", "ADD", null, "a", Day1);
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        (result.ImportedCount, result.UnchangedCount, result.FailedCount).Should().Be((1, 0, 2));
        (await fixture.HistoryAsync("long")).Should().BeEmpty("one of its versions cannot be stored");
    }

    [Fact]
    public async Task TypeScriptRows_AreOrderedByTheirNumberAndMayHaveNoTimesOnADelete()
    {
        using Mem0File file = new Mem0File(Mem0File.TypeScript)
            .TypeScriptRow("m", "ADD", null, "a", "2025-05-01T10:00:00.000Z")
            .TypeScriptRow("m", "UPDATE", "a", "b", "2025-05-01T10:00:00.000Z", "2025-05-03T10:00:00.000Z")
            .TypeScriptRow("m", "UPDATE", "b", "c", "2025-05-01T10:00:00.000Z", "2025-05-02T10:00:00.000Z")
            .TypeScriptRow("m", "DELETE", "c", null, deleted: 1);
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        List<HistoryEntry> rows = await fixture.HistoryAsync("m");
        Summary(rows).Should().Be("Add a, Update b, Update c, Delete c");
        rows.Select(row => row.Item.UpdatedAt.Day).Should().Equal(1, 3, 2, 2);
        rows.Should().OnlyContain(row => row.Item.CreatedAt.Day == 1);
    }

    [Fact]
    public async Task File_WithBothTables_GivesTheMemoriesOfBoth()
    {
        using Mem0File file = new Mem0File(Mem0File.Python, Mem0File.TypeScript)
            .TypeScriptRow("ts", "ADD", null, "a", Day1)
            .Row("py", "ADD", null, "b", Day1);
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        (await fixture.Memory.ImportAsync(file.Source, ForAlice, Token)).Select(item => item.Id).Should().Equal("py", "ts");
    }

    private static async Task ShouldBecome(Func<Mem0File, Mem0File> write, string expected)
    {
        using Mem0File file = write(new Mem0File(Mem0File.Python));
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        result.Should().ContainSingle().Which.Outcome.Should().Be(MemoryImportOutcome.Imported);
        List<HistoryEntry> rows = await fixture.HistoryAsync("m");
        Summary(rows).Should().Be(expected);
        rows.Select(row => row.Version).Should().Equal(Enumerable.Range(1, rows.Count));
        rows.Select(row => row.Item.CreatedAt).Distinct().Should().ContainSingle("it was made once");
        rows[^1].Version.Should().Be(result[0].Version);
    }

    private static string Summary(IEnumerable<HistoryEntry> rows) => string.Join(", ", rows.Select(row => $"{row.Event} {row.Item.Text}"));
}
