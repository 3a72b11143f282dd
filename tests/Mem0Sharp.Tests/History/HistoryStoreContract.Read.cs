using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task ReadAsync_OneMemory_GivesItsRowsOldestFirst()
    {
        HistoryCommit commit = await CommitAsync(Add("a"), Add("b"), Update("a", "second"), Delete("a"));

        List<HistoryEntry> entries = await Store.ReadAsync(["a"], Token).ToListAsync(Token);

        entries.Should().Equal(commit.Results[0].Entry!, commit.Results[2].Entry!, commit.Results[3].Entry!);
        entries.Select(entry => entry.Event).Should().Equal(MemoryEvent.Add, MemoryEvent.Update, MemoryEvent.Delete);
        entries.Select(entry => entry.OldText).Should().Equal(null, "text of a", "second");
        entries.Select(entry => entry.NewText).Should().Equal("text of a", "second", null);
    }

    [Fact]
    public async Task ReadAsync_UnknownMemory_GivesNothing() =>
        (await Store.ReadAsync(["unknown"], Token).ToListAsync(Token)).Should().BeEmpty();

    [Theory]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(600)]
    public async Task ReadAsync_SeveralMemories_MergesThemBySequenceOverPageBorders(int rows)
    {
        // Uneven turns, so that the pages of the two end at different sequences.
        await CommitAsync([Add("a"), Add("b"), Add("left out"), .. Enumerable.Range(3, rows - 3).Select(n => Update(n % 5 < 4 ? "a" : "b", $"{n}"))]);
        await CommitAsync([.. Enumerable.Range(0, rows).Select(n => Update("b", $"later {n}"))]);

        List<HistoryEntry> entries = await Store.ReadAsync(["b", "unknown", "a", "b"], Token).ToListAsync(Token);

        entries.Select(entry => entry.Sequence).Should().Equal(
            Enumerable.Range(1, 2 * rows).Where(sequence => sequence != 3).Select(sequence => (long)sequence));
        entries[^1].NewText.Should().Be($"later {rows - 1}");
    }

    [Fact]
    public async Task ReadChangesAsync_AfterASequence_GivesTheNewestVersionOfWhatChangedSince()
    {
        await CommitAsync(Add("a"), Add("b"), Add("c"), Update("a", "second"), Delete("b"), Update("a", "third"));

        List<HistoryChange> all = await Store.ReadChangesAsync(0, Token).ToListAsync(Token);
        List<HistoryChange> tail = await Store.ReadChangesAsync(3, Token).ToListAsync(Token);

        all.Select(change => change.Head.Sequence).Should().Equal(3, 5, 6);
        all.Select(change => change.Head.Item.Id).Should().Equal("c", "b", "a");
        all.Select(change => change.Head.IsDeleted).Should().Equal(false, true, false);
        all[1].Vector.IsEmpty.Should().BeTrue();
        BitsOf(all[2].Vector).Should().Equal(BitsOf(Embedding("third").Vector));
        tail.Select(change => change.Head.Sequence).Should().Equal(5, 6);
        (await Store.ReadChangesAsync(6, Token).ToListAsync(Token)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(256)]
    [InlineData(600)]
    public async Task ReadChangesAsync_MoreThanAPage_GivesEachMemoryOnceWithItsVector(int memories)
    {
        await CommitAsync([.. Enumerable.Range(1, memories).Select(n => Add($"m{n}", text: $"text {n}"))]);

        List<HistoryChange> changes = await Store.ReadChangesAsync(0, Token).ToListAsync(Token);

        changes.Select(change => change.Head.Item.Id).Should().Equal(Enumerable.Range(1, memories).Select(n => $"m{n}"));
        changes.Should().OnlyContain(change => BitsOf(change.Vector).SequenceEqual(BitsOf(Embedding(change.Head.Item.Text).Vector)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(256)]
    [InlineData(257)]
    public async Task ReadAfterAsync_ASequence_GivesEveryLaterRowOfAllMemories(int memories)
    {
        await CommitAsync([.. Enumerable.Range(1, memories).Select(n => Add($"m{n}"))]);
        await CommitAsync(Update("m1", "second"), Delete("m2"));

        List<HistoryEntry> all = await Store.ReadAfterAsync(0, Token).ToListAsync(Token);

        all.Select(entry => entry.Sequence).Should().Equal(Enumerable.Range(1, memories + 2).Select(n => (long)n));
        all[^2].Should().BeEquivalentTo(new { MemoryId = "m1", Event = MemoryEvent.Update, OldText = "text of m1", NewText = "second" });
        (await Store.ReadAfterAsync(memories, Token).Select(entry => entry.MemoryId).ToListAsync(Token)).Should().Equal("m1", "m2");
        (await Store.ReadAfterAsync(memories + 2, Token).ToListAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task ReadAsync_CancelledMidway_EndsTheStream()
    {
        await CommitAsync(Add("a"), Update("a", "second"));
        using CancellationTokenSource source = new();
        await using IAsyncEnumerator<HistoryEntry> rows = Store.ReadAsync(["a"], source.Token).GetAsyncEnumerator(source.Token);
        (await rows.MoveNextAsync()).Should().BeTrue();

        await source.CancelAsync();

        await rows.Invoking(async enumerator => await enumerator.MoveNextAsync()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task ReadChangesAsync_CancelledMidway_EndsTheStream()
    {
        await CommitAsync(Add("a"), Add("b"));
        using CancellationTokenSource source = new();
        await using IAsyncEnumerator<HistoryChange> rows = Store.ReadChangesAsync(0, source.Token).GetAsyncEnumerator(source.Token);
        (await rows.MoveNextAsync()).Should().BeTrue();

        await source.CancelAsync();

        await rows.Invoking(async enumerator => await enumerator.MoveNextAsync()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task AnyMember_CancelledBefore_ThrowsAndWritesNothing()
    {
        CancellationToken cancelled = new(canceled: true);
        Func<Task>[] calls =
        [
            () => Store.OpenAsync(cancelled),
            () => Store.GetPositionAsync(cancelled),
            () => Store.CommitAsync([Add("a")], cancelled),
            () => Store.GetHeadsAsync(["a"], cancelled),
            () => Store.ListAsync(new HistoryListQuery { Limit = 1 }, cancelled),
            () => Store.CountAsync(null, null, null, cancelled),
            async () => await Store.ReadAsync(["a"], cancelled).ToListAsync(Token),
            async () => await Store.ReadChangesAsync(0, cancelled).ToListAsync(Token),
            () => Store.GetEmbeddingsAsync(["a"], cancelled),
            () => Store.StageEmbeddingsAsync([Next("text of a", 1, 0, 0)], restarts: true, cancelled),
            () => Store.ReplaceEmbeddingsAsync(NextSpace, cancelled),
            () => Store.ResetAsync(cancelled),
        ];

        foreach (Func<Task> call in calls)
        {
            await call.Should().ThrowAsync<OperationCanceledException>();
        }

        (await Store.GetPositionAsync(Token)).Should().Be(At(0));
    }

    private static int[] BitsOf(ReadOnlyMemory<float> vector) => [.. vector.ToArray().Select(BitConverter.SingleToInt32Bits)];
}
