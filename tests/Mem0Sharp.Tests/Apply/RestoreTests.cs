using System.Text.Json.Nodes;
using Mem0Sharp.Tests.History;

namespace Mem0Sharp.Tests.Apply;

public sealed class RestoreTests
{
    private const string StoredVector = "SELECT e.vector FROM memories m JOIN history h ON h.sequence = m.sequence JOIN embeddings e ON e.hash = h.text_hash";

    private static readonly DateTimeOffset Spring = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Changes every part that a patch can change.</summary>
    private static readonly MemoryPatch Everything = new()
    {
        Text = "drinks coffee",
        Metadata = new JsonObject { ["k"] = null, ["other"] = true },
        Tags = TagsPatch.Replace("new"),
        ExpiresAt = InstantPatch.Clear,
        ValidFrom = Spring.AddDays(2),
        ValidTo = InstantPatch.Clear,
    };

    private static readonly MemoryRestoreOptions Forced = new() { Force = true };

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task RestoreAsync_OfAnUpdate_BringsBackEveryPartAsANewVersionWithoutEmbedding_B11()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem first = await StoreFullAsync(fixture);
        float[] vector = Vector(fixture);
        await fixture.Memory.UpdateAsync(first.Id, Everything, cancellationToken: Token);
        Vector(fixture).Should().NotEqual(vector);
        int calls = fixture.Embeddings.CallCount;
        fixture.Time.Advance(TimeSpan.FromMinutes(1));

        MemoryUpdateResult result = await fixture.Memory.RestoreAsync(
            first.Id, 1, new MemoryRestoreOptions { Reason = "was right" }, Token);

        result.Outcome.Should().Be(UpdateOutcome.Updated);
        ShouldBeRestored(result.Item, first, version: 3, fixture);
        FullMemory.ShouldBeSame((await fixture.Memory.GetAsync(first.Id, Token))!, result.Item);
        Vector(fixture).Should().Equal(vector);
        fixture.Embeddings.CallCount.Should().Be(calls);
        (await ScoreAsync(fixture, first)).Should().BeApproximately(1, 1e-6);
        HistoryEntry row = (await fixture.HistoryAsync(first.Id))[^1];
        (row.Event, row.Version, row.OldText, row.NewText, row.Reason, row.IsDeleted).Should().Be(
            (MemoryEvent.Restore, 3, "drinks coffee", "likes tea", "was right", false));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RestoreAsync_OfADelete_BringsBackEveryPartAndIsFoundListedAndCounted_B11(int version)
    {
        // 2 is the version that the delete made: it stands for what was deleted.
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem first = await StoreFullAsync(fixture);
        MemoryItem newer = await fixture.StoreAsync("plays chess");
        float[] vector = Vector(fixture);
        await fixture.Memory.DeleteAsync(first.Id, cancellationToken: Token);
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await fixture.Memory.RestoreAsync(first.Id, version, cancellationToken: Token);

        ShouldBeRestored(result.Item, first, version: 3, fixture);
        Vector(fixture).Should().Equal(vector);
        fixture.Embeddings.CallCount.Should().Be(calls);
        (await ScoreAsync(fixture, first)).Should().BeApproximately(1, 1e-6);
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).ToListAsync(Token))
            .Should().Equal([newer, result.Item], "its place in the list is that of its add");
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(2);
        HistoryEntry row = (await fixture.HistoryAsync(first.Id))[^1];
        (row.Event, row.OldText, row.NewText).Should().Be((MemoryEvent.Restore, null, "likes tea"));
    }

    [Fact]
    public async Task RestoreAsync_InTheManagedHistory_DoesTheSame_B11()
    {
        using InMemoryHistoryStore history = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseHistory(history));
        MemoryItem first = await StoreFullAsync(fixture);
        await fixture.Memory.UpdateAsync(first.Id, Everything, cancellationToken: Token);
        await fixture.Memory.RestoreAsync(first.Id, 1, cancellationToken: Token);
        await fixture.Memory.DeleteAsync(first.Id, cancellationToken: Token);
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await fixture.Memory.RestoreAsync(first.Id, 3, cancellationToken: Token);

        ShouldBeRestored(result.Item, first, version: 5, fixture);
        (await ScoreAsync(fixture, first)).Should().BeApproximately(1, 1e-6);
        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Fact]
    public async Task RestoreAsync_AfterAReopen_StillDoesNotEmbed_B11()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem updated = await fixture.StoreAsync("likes tea");
        MemoryItem deleted = await fixture.StoreAsync("plays chess");
        await fixture.Memory.UpdateAsync(updated.Id, "likes coffee", cancellationToken: Token);
        await fixture.Memory.DeleteAsync(deleted.Id, cancellationToken: Token);
        await fixture.ReopenAsync();
        int calls = fixture.Embeddings.CallCount;

        await fixture.Memory.RestoreAsync(updated.Id, 1, cancellationToken: Token);
        await fixture.Memory.RestoreAsync(deleted.Id, 1, cancellationToken: Token);

        fixture.Embeddings.CallCount.Should().Be(calls);
        (await ScoreAsync(fixture, updated)).Should().BeApproximately(1, 1e-6);
        (await ScoreAsync(fixture, deleted)).Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public async Task RestoreAsync_OfARestore_UndoesTheUndo_B11()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem first = await StoreFullAsync(fixture);
        MemoryItem second = (await fixture.Memory.UpdateAsync(first.Id, Everything, cancellationToken: Token)).Item;
        float[] vector = Vector(fixture);
        await fixture.Memory.RestoreAsync(first.Id, 1, cancellationToken: Token);

        MemoryItem third = (await fixture.Memory.RestoreAsync(first.Id, 2, cancellationToken: Token)).Item;
        ShouldBeRestored(third, second, version: 4, fixture);
        Vector(fixture).Should().Equal(vector);

        MemoryItem fourth = (await fixture.Memory.RestoreAsync(first.Id, 3, cancellationToken: Token)).Item;
        ShouldBeRestored(fourth, first, version: 5, fixture);
        (await fixture.HistoryAsync(first.Id)).Select(entry => entry.Event).Should().Equal(
            MemoryEvent.Add, MemoryEvent.Update, MemoryEvent.Restore, MemoryEvent.Restore, MemoryEvent.Restore);
    }

    [Fact]
    public async Task RestoreAsync_AcrossALaterWrite_IsAConflictWithBothVersionsAndWritesNothing_B11()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreThreeAsync(fixture);

        Func<Task> restore = () => fixture.Memory.RestoreAsync(item.Id, 1, cancellationToken: Token);

        MemoryConflictException conflict = (await restore.Should().ThrowAsync<MemoryConflictException>()).Which;
        (conflict.MemoryId, conflict.ExpectedVersion, conflict.ActualVersion).Should().Be((item.Id, 2, 3));
        (await fixture.Memory.GetAsync(item.Id, Token))!.Text.Should().Be("v3");
        (await fixture.HistoryAsync(item.Id)).Should().HaveCount(3);
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        Func<Task> undelete = () => fixture.Memory.RestoreAsync(item.Id, 2, cancellationToken: Token);
        (await undelete.Should().ThrowAsync<MemoryConflictException>()).Which.ActualVersion.Should().Be(4, "a delete is a later write too");
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    public async Task RestoreAsync_AcrossALaterWriteThatIsKnown_Restores_B11(bool force, int? expected)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreThreeAsync(fixture);

        MemoryUpdateResult result = await fixture.Memory.RestoreAsync(
            item.Id, 1, new MemoryRestoreOptions { Force = force, ExpectedVersion = expected }, Token);

        (result.Item.Version, result.Item.Text).Should().Be((4, "v1"));
        (await fixture.HistoryAsync(item.Id)).Select(entry => entry.NewText).Should().Equal(["v1", "v2", "v3", "v1"], "nothing is lost");
    }

    [Theory]
    [InlineData(1, 2, false)]
    [InlineData(2, 2, false)]
    [InlineData(2, 4, true)]
    [InlineData(3, 2, false)]
    public async Task RestoreAsync_WithAnotherVersionThanExpected_Conflicts_B11(int version, int expected, bool force)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreThreeAsync(fixture);

        Func<Task> restore = () => fixture.Memory.RestoreAsync(
            item.Id, version, new MemoryRestoreOptions { ExpectedVersion = expected, Force = force }, Token);

        MemoryConflictException conflict = (await restore.Should().ThrowAsync<MemoryConflictException>()).Which;
        (conflict.ExpectedVersion, conflict.ActualVersion).Should().Be((expected, 3));
        (await fixture.HistoryAsync(item.Id)).Should().HaveCount(3);
    }

    [Fact]
    public async Task RestoreAsync_OfWhatItSaysAlready_MakesNoVersionAndNoRow()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("v1");
        await fixture.Memory.UpdateAsync(item.Id, "v2", cancellationToken: Token);
        await fixture.Memory.RestoreAsync(item.Id, 1, cancellationToken: Token);

        foreach (int version in (int[])[1, 3])
        {
            MemoryUpdateResult result = await fixture.Memory.RestoreAsync(item.Id, version, cancellationToken: Token);

            result.Outcome.Should().Be(UpdateOutcome.Unchanged, "a restore that is sent again does nothing");
            (result.Item.Version, result.Item.Text).Should().Be((3, "v1"));
        }

        (await fixture.HistoryAsync(item.Id)).Should().HaveCount(3);
    }

    [Fact]
    public async Task RestoreAsync_OfAnUnknownId_IsNotFound()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        Func<Task> restore = () => fixture.Memory.RestoreAsync("unknown", 1, Forced, Token);

        (await restore.Should().ThrowAsync<MemoryNotFoundException>()).Which.MemoryId.Should().Be("unknown");
    }

    [Fact]
    public async Task RestoreAsync_OfAVersionThatNeverWas_NamesThoseThatAre()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreThreeAsync(fixture);

        Func<Task> restore = () => fixture.Memory.RestoreAsync(item.Id, 4, Forced, Token);

        MemoryValidationException error = (await restore.Should().ThrowAsync<MemoryValidationException>()).Which;
        error.Parameter.Should().Be("version");
        error.Suggestion.Should().Contain("1 to 3");
        (await fixture.HistoryAsync(item.Id)).Should().HaveCount(3);
    }

    [Fact]
    public async Task RestoreAsync_OfAnImmutableMemory_IsRefusedUnlessItWasDeleted()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("blood type 0", options: new MemoryAddOptions { IsImmutable = true });
        Func<Task<MemoryUpdateResult>> restore = () => fixture.Memory.RestoreAsync(item.Id, 1, Forced, Token);

        await restore.Should().ThrowAsync<ImmutableMemoryException>();

        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        MemoryItem restored = (await restore()).Item;
        (restored.Text, restored.IsImmutable).Should().Be(("blood type 0", true));
        await restore.Should().ThrowAsync<ImmutableMemoryException>("the flag is never cleared");
    }

    [Fact]
    public async Task RestoreAsync_AfterALink_KeepsTheLinkAndDoesNotTakeItForAWrite()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryScope runA = MemoryScope.ForUser("alice", "support", "run-a");
        MemoryScope runB = MemoryScope.ForUser("alice", "sales", "run-b");
        MemoryItem item = await fixture.StoreAsync("likes tea", runA);
        fixture.Extracts("likes tea");
        fixture.Decides("""{"fact":0,"event":"NONE","candidate":0}""");
        await fixture.Memory.AddAsync("Tea, please.", runB, cancellationToken: Token);
        await fixture.Memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);

        MemoryItem restored = (await fixture.Memory.RestoreAsync(item.Id, 1, cancellationToken: Token)).Item;

        (await fixture.HistoryAsync(item.Id)).Select(entry => entry.Event).Should().Equal(
            MemoryEvent.Add, MemoryEvent.Link, MemoryEvent.Update, MemoryEvent.Restore);
        (restored.Text, restored.Version).Should().Be(("likes tea", 4));
        restored.Scope.Should().Be(runA);
        restored.LinkedAgentIds.Should().Equal("sales");
        restored.LinkedRunIds.Should().Equal("run-b");
        (await fixture.Memory.SearchAsync("tea", runB, cancellationToken: Token)).Single().Item.Should().Be(restored);
    }

    [Fact]
    public async Task RestoreAsync_InOneProcess_IsSeenByAnother_B11()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        Memory other = fixture.OpenOther();
        await other.DeleteAsync(item.Id, cancellationToken: Token);
        int calls = fixture.Embeddings.CallCount;

        await fixture.Memory.RestoreAsync(item.Id, 1, cancellationToken: Token);

        fixture.Embeddings.CallCount.Should().Be(calls);
        (await other.GetAsync(item.Id, Token))!.Version.Should().Be(3);
        (await other.SearchAsync("likes tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token))
            .Single().Score.Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public async Task RestoreAsync_WhenSomethingIsWrittenBetweenLookAndCommit_IsAConflictUnlessForced_B11()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("v1");
        await fixture.Memory.UpdateAsync(item.Id, "v2", cancellationToken: Token);
        await using InterruptedHistory history = new(fixture.OpenHistory());
        await using Memory other = new MemoryBuilder()
            .UseHistory(history).UseEmbeddings(fixture.Embeddings).UseTimeProvider(fixture.Time).Build();
        await other.OpenAsync(Token);
        history.BeforeNextCommit = () => fixture.Memory.UpdateAsync(item.Id, "v3", cancellationToken: Token);

        Func<Task> restore = () => other.RestoreAsync(item.Id, 1, cancellationToken: Token);

        MemoryConflictException conflict = (await restore.Should().ThrowAsync<MemoryConflictException>()).Which;
        (conflict.ExpectedVersion, conflict.ActualVersion).Should().Be((2, 3));
        (await other.GetAsync(item.Id, Token))!.Text.Should().Be("v3");

        history.BeforeNextCommit = () => fixture.Memory.UpdateAsync(item.Id, "v1", cancellationToken: Token);
        (await other.RestoreAsync(item.Id, 2, Forced, Token)).Item.Should().BeEquivalentTo(new { Text = "v2", Version = 5 });
        (await fixture.HistoryAsync(item.Id)).Select(entry => entry.NewText).Should().Equal("v1", "v2", "v3", "v1", "v2");
    }

    [Fact]
    public async Task RestoreAsync_BesideManyUpdates_LosesNone_B11()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("v1");
        await fixture.Memory.UpdateAsync(item.Id, "v2", cancellationToken: Token);

        Task<MemoryUpdateResult>[] updates = [.. Enumerable.Range(0, 32).Select(i => Task.Run(() => fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Metadata = new JsonObject { [$"k{i}"] = i } }, cancellationToken: Token)))];
        Task<MemoryUpdateResult>[] restores = [.. Enumerable.Range(0, 8).Select(i => Task.Run(() => fixture.Memory.RestoreAsync(
            item.Id, 1 + (i % 2), Forced, Token)))];
        MemoryUpdateResult[] results = [.. await Task.WhenAll(updates), .. await Task.WhenAll(restores)];

        List<HistoryEntry> history = await fixture.HistoryAsync(item.Id);
        history.Select(entry => entry.Version).Should().Equal(Enumerable.Range(1, history.Count));
        history.Skip(2).Select(entry => entry.Item).Should().BeEquivalentTo(
            results.Where(result => result.Outcome == UpdateOutcome.Updated).Select(result => result.Item),
            options => options.ComparingByValue<MemoryItem>());
        for (int i = 0; i < 32; i++)
        {
            history.Should().Contain(entry => entry.Event == MemoryEvent.Update && entry.Item.Metadata.ContainsKey($"k{i}"));
        }
    }

    private static Task<MemoryItem> StoreFullAsync(MemoryFixture fixture) => fixture.StoreAsync("likes tea", options: new MemoryAddOptions
    {
        Metadata = new JsonObject { ["k"] = 1, ["deep"] = new JsonObject { ["list"] = new JsonArray(1, null) } },
        Tags = ["drink", "habit"],
        Type = MemoryType.Episodic,
        ExpiresAt = Spring.AddYears(1),
        ValidFrom = Spring,
        ValidTo = Spring.AddDays(30),
    });

    private static async Task<MemoryItem> StoreThreeAsync(MemoryFixture fixture)
    {
        MemoryItem item = await fixture.StoreAsync("v1");
        await fixture.Memory.UpdateAsync(item.Id, "v2", cancellationToken: Token);
        return (await fixture.Memory.UpdateAsync(item.Id, "v3", cancellationToken: Token)).Item;
    }

    /// <summary>By reflection: every property is that of the old version, except its number and the times of the change.</summary>
    private static void ShouldBeRestored(MemoryItem actual, MemoryItem old, int version, MemoryFixture fixture)
    {
        DateTimeOffset now = fixture.Time.GetUtcNow();
        FullMemory.ShouldBeSame(actual, old with { Version = version, UpdatedAt = now, RecordedAt = now });
    }

    /// <summary>The bytes in the file that the first memory's newest version points at.</summary>
    private static float[] Vector(MemoryFixture fixture) => MemoryFixture.Floats(fixture.Sql($"{StoredVector} ORDER BY m.number")[0][0]);

    private static async Task<double> ScoreAsync(MemoryFixture fixture, MemoryItem item) =>
        (await fixture.Memory.SearchAsync(item.Text, item.Scope, MemoryFixture.ByVector, Token))
            .First(result => result.Item.Id.Equals(item.Id, StringComparison.Ordinal)).Score;
}
