namespace Mem0Sharp.Tests.Import;

public sealed class ReimportTests
{
    private const string Day1 = "2025-05-01T10:00:00+00:00";
    private const string Day2 = "2025-05-02T10:00:00+00:00";

    private static readonly MemoryImportOptions ForAlice = new() { Scope = MemoryFixture.Alice };

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task ImportAsync_OfTheSameAgain_WritesAndEmbedsNothing()
    {
        using Mem0File file = Full();
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);
        long rows = Rows(fixture);
        int calls = fixture.Embeddings.CallCount;
        fixture.Time.Advance(TimeSpan.FromDays(1));

        MemoryImportResult again = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        again.Should().Equal(
            new MemoryImportItem("m1", MemoryImportOutcome.Unchanged, 2, Error: null),
            new MemoryImportItem("m2", MemoryImportOutcome.Unchanged, 2, Error: null));
        (again.ImportedCount, again.UnchangedCount, again.FailedCount).Should().Be((0, 2, 0));
        Rows(fixture).Should().Be(rows);
        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Fact]
    public async Task ImportAsync_OfALongerHistory_ContinuesTheMemory()
    {
        using Mem0File file = Full();
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);
        file.Row("m1", "UPDATE", "Likes coffee", "Likes cocoa", Day1, "2025-05-03").Row("m1", "DELETE", "Likes cocoa", null, deleted: 1);

        MemoryImportResult again = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        again.Select(item => (item.Id, item.Outcome, item.Version)).Should().Equal(
            ("m1", MemoryImportOutcome.Imported, 4), ("m2", MemoryImportOutcome.Unchanged, 2));
        List<HistoryEntry> rows = await fixture.HistoryAsync("m1");
        rows.Select(row => (row.Version, row.Event)).Should().Equal(
            (1, MemoryEvent.Add), (2, MemoryEvent.Update), (3, MemoryEvent.Update), (4, MemoryEvent.Delete));
        rows.Select(row => row.Item.CreatedAt).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task ImportAsync_OfWhatWasChangedHereSince_IsKnownAlready()
    {
        using Mem0File file = Full();
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);
        await fixture.Memory.UpdateAsync("m1", "Likes water", cancellationToken: Token);

        MemoryImportResult again = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        again[0].Should().Be(new MemoryImportItem("m1", MemoryImportOutcome.Unchanged, 3, Error: null));
        (await fixture.Memory.GetAsync("m1", Token))!.Text.Should().Be("Likes water");
    }

    [Fact]
    public async Task ImportAsync_OfALongerHistoryThanTheOneThatWasChangedHere_FailsAndLeavesIt()
    {
        using Mem0File file = Full();
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);
        await fixture.Memory.UpdateAsync("m1", "Likes water", cancellationToken: Token);
        file.Row("m1", "UPDATE", "Likes coffee", "Likes cocoa", Day1, "2025-05-03");
        int calls = fixture.Embeddings.CallCount;

        MemoryImportResult again = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        MemoryConflictException conflict = again[0].Error.Should().BeOfType<MemoryConflictException>().Subject;
        (conflict.MemoryId, conflict.ExpectedVersion, conflict.ActualVersion).Should().Be(("m1", 2, 3));
        (await fixture.Memory.GetAsync("m1", Token))!.Text.Should().Be("Likes water");
        fixture.Embeddings.CallCount.Should().Be(calls, "that it fails is known before it is paid for");
    }

    [Theory]
    [InlineData("another text", "alice")]
    [InlineData("Likes tea", "bob")]
    public async Task ImportAsync_OfAnotherMemoryUnderTheId_FailsAloneAndLeavesIt(string text, string user)
    {
        using Mem0File file = Full();
        using Mem0File other = new Mem0File(Mem0File.Python).Row("m1", "ADD", null, text, Day1).Row("new", "ADD", null, "Owns a boat", Day1);
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        MemoryImportResult result = await fixture.Memory.ImportAsync(
            other.Source, new MemoryImportOptions { Scope = MemoryScope.ForUser(user) }, Token);

        result.Select(item => item.Outcome).Should().Equal(MemoryImportOutcome.Failed, MemoryImportOutcome.Imported);
        result[0].Error.Should().BeOfType<MemoryConflictException>().Which.ExpectedVersion.Should().Be(0);
        (await fixture.HistoryAsync("m1")).Should().HaveCount(2);
    }

    [Fact]
    public async Task ImportAsync_TwiceAtOnce_WritesEachVersionOnce()
    {
        using Mem0File file = new(Mem0File.Python);
        for (int i = 0; i < 50; i++)
        {
            file.Row($"m{i}", "ADD", null, $"fact {i}", Day1).Row($"m{i}", "UPDATE", $"fact {i}", $"fact {i} again", Day1, Day2);
        }

        await using MemoryFixture fixture = MemoryFixture.ByRules();
        Memory other = fixture.OpenOther();
        await other.OpenAsync(Token);

        MemoryImportResult[] results = await Task.WhenAll(
            Task.Run(() => fixture.Memory.ImportAsync(file.Source, ForAlice, Token), Token),
            Task.Run(() => other.ImportAsync(file.Source, ForAlice, Token), Token));

        results.Should().OnlyContain(result => result.FailedCount == 0);
        results.Sum(result => result.ImportedCount).Should().Be(50);
        Rows(fixture).Should().Be(100);
    }

    [Theory]
    [InlineData(2, MemoryImportOutcome.Unchanged)]
    [InlineData(1, MemoryImportOutcome.Imported)]
    public async Task ImportAsync_WhenAnotherImportWasQuicker_LooksAgain(int versions, MemoryImportOutcome expected)
    {
        using Mem0File file = new Mem0File(Mem0File.Python).Row("m", "ADD", null, "a", Day1).Row("m", "UPDATE", "a", "b", Day1, Day2);
        using Mem0File known = new Mem0File(Mem0File.Python).Row("m", "ADD", null, "a", Day1);
        using InMemoryHistoryStore store = new();
        InterruptedHistory history = new(store);
        await using Memory memory = new MemoryBuilder().UseHistory(history).Build();
        await using Memory other = new MemoryBuilder().UseHistory(store).Build();
        history.BeforeNextCommit = () => other.ImportAsync(versions == 2 ? file.Source : known.Source, ForAlice, Token);

        MemoryImportResult result = await memory.ImportAsync(file.Source, ForAlice, Token);

        result.Should().Equal(new MemoryImportItem("m", expected, 2, Error: null));
        (await memory.HistoryAsync("m", Token).Select(row => row.Item.Text).ToListAsync(Token)).Should().Equal("a", "b");
    }

    [Fact]
    public async Task ImportAsync_WhenAnotherMemoryWasAddedUnderTheIdMeanwhile_WritesNoVersionOfIt()
    {
        using Mem0File file = new Mem0File(Mem0File.Python)
            .Row("m", "ADD", null, "a", Day1).Row("m", "UPDATE", "a", "b", Day1, Day2).Row("n", "ADD", null, "c", Day1);
        using Mem0File foreign = new Mem0File(Mem0File.Python).Row("m", "ADD", null, "other", Day1);
        using InMemoryHistoryStore store = new();
        InterruptedHistory history = new(store);
        await using Memory memory = new MemoryBuilder().UseHistory(history).Build();
        await using Memory other = new MemoryBuilder().UseHistory(store).Build();
        history.BeforeNextCommit = () => other.ImportAsync(foreign.Source, ForAlice, Token);

        MemoryImportResult result = await memory.ImportAsync(file.Source, ForAlice, Token);

        result.Select(item => item.Outcome).Should().Equal(MemoryImportOutcome.Failed, MemoryImportOutcome.Imported);
        result[0].Error.Should().BeOfType<MemoryConflictException>();
        (await memory.HistoryAsync("m", Token).Select(row => row.Item.Text).ToListAsync(Token)).Should().Equal("other");
    }

    private static Mem0File Full() => new Mem0File(Mem0File.Python)
        .Row("m1", "ADD", null, "Likes tea", Day1)
        .Row("m1", "UPDATE", "Likes tea", "Likes coffee", Day1, Day2)
        .Row("m2", "ADD", null, "Owns a cat", Day1)
        .Row("m2", "DELETE", "Owns a cat", null, deleted: 1);

    private static long Rows(MemoryFixture fixture) => (long)fixture.Sql("SELECT count(*) FROM history").Single()[0]!;
}
