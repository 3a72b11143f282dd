using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task ReadScopeAsync_AScope_GivesAllRowsOfWhatEverWasThereNewestAddedFirst()
    {
        MemoryScope runA = MemoryScope.ForUser("alice", runId: "A");
        await CommitAsync(
            Add("a", runA), Add("b"), Add("bobs", MemoryScope.ForUser("bob")), Update("a", "second"), Delete("b"), Add("c"),
            Append(Item("a", runA, "second") with { Version = 3, LinkedRunIds = ["B"] }, MemoryEvent.Link));

        (await ScopeAsync(MemoryScope.ForUser("alice"))).Should().Equal("c:6", "b:2,5", "a:1,4,7");
        (await ScopeAsync(MemoryScope.ForRun("A"))).Should().Equal("a:1,4,7");
        (await ScopeAsync(MemoryScope.ForRun("B"))).Should().Equal(["a:1,4,7"], "it is found there now");
        (await ScopeAsync(scope: null)).Should().Equal("c:6", "bobs:3", "b:2,5", "a:1,4,7");
        (await ScopeAsync(MemoryScope.ForUser("nobody"))).Should().BeEmpty();
    }

    [Fact]
    public async Task ReadScopeAsync_ThroughASequence_GivesNoLaterRowAndNoLaterMemory()
    {
        await CommitAsync(Add("a"), Add("b"), Update("a", "second"), Delete("b"), Add("c"));

        (await ScopeAsync(scope: null, through: 3)).Should().Equal("b:2", "a:1,3");
        (await ScopeAsync(MemoryScope.ForUser("alice"), through: 1)).Should().Equal("a:1");
        (await ScopeAsync(MemoryScope.ForUser("alice"), through: 5)).Should().Equal("c:5", "b:2,4", "a:1,3");
        (await ScopeAsync(scope: null, through: 0)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(600)]
    public async Task ReadScopeAsync_MoreThanAPage_GivesEachMemoryOnce(int memories)
    {
        await CommitAsync([.. Enumerable.Range(1, memories).Select(n => Add($"m{n}"))]);
        await CommitAsync(Update("m1", "second"), Delete("m2"), Add("left out", MemoryScope.ForUser("bob")));

        List<string> read = await ScopeAsync(MemoryScope.ForUser("alice"));

        read.Should().Equal(Enumerable.Range(1, memories).Reverse()
            .Select(n => n == 1 ? $"m1:1,{memories + 1}" : n == 2 ? $"m2:2,{memories + 2}" : $"m{n}:{n}"));
    }

    [Fact]
    public async Task ReadScopeAsync_WhileMemoriesAreAdded_GivesEachThatWasThereOnce()
    {
        await CommitAsync([.. Enumerable.Range(1, 300).Select(n => Add($"m{n}"))]);
        List<string> read = [];

        await foreach (IReadOnlyList<HistoryEntry> rows in Store.ReadScopeAsync(null, 300, Token))
        {
            read.Add(rows[0].MemoryId);
            if (read.Count % 100 == 1)
            {
                await CommitAsync(Add($"new {read.Count}"), Update("m1", $"changed {read.Count}"));
            }
        }

        read.Should().Equal(Enumerable.Range(1, 300).Reverse().Select(n => $"m{n}"));
    }

    [Fact]
    public async Task ReadScopeAsync_CancelledMidway_EndsTheStream()
    {
        await CommitAsync(Add("a"), Add("b"));
        using CancellationTokenSource source = new();
        await using IAsyncEnumerator<IReadOnlyList<HistoryEntry>> rows =
            Store.ReadScopeAsync(null, 2, source.Token).GetAsyncEnumerator(source.Token);
        (await rows.MoveNextAsync()).Should().BeTrue();

        await source.CancelAsync();

        await rows.Invoking(async enumerator => await enumerator.MoveNextAsync()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task GetSequenceAtAsync_AnInstant_GivesTheLastChangeThatWasRecordedByThen()
    {
        (await Store.GetSequenceAtAsync(Noon, Token)).Should().Be(0);
        await CommitAsync(At("a", 0), At("b", 0), At("c", 60), At("d", 60), At("e", 10));

        (await Store.GetSequenceAtAsync(Noon.AddTicks(-1), Token)).Should().Be(0);
        (await Store.GetSequenceAtAsync(Noon, Token)).Should().Be(2, "of equal instants, the last");
        (await Store.GetSequenceAtAsync(Noon.AddMinutes(9), Token)).Should().Be(2);
        (await Store.GetSequenceAtAsync(Noon.AddMinutes(10), Token)).Should().Be(5, "the clock had gone back: the log goes on");
        (await Store.GetSequenceAtAsync(Noon.AddMinutes(60), Token)).Should().Be(5);
        (await Store.GetSequenceAtAsync(Noon.ToOffset(TimeSpan.FromHours(-7)), Token)).Should().Be(2, "an instant is one, whatever its offset");
        (await Store.GetSequenceAtAsync(DateTimeOffset.MaxValue, Token)).Should().Be(5);
        (await Store.GetSequenceAtAsync(DateTimeOffset.MinValue, Token)).Should().Be(0);

        static HistoryWrite At(string id, int minutes) => Append(Item(id) with { RecordedAt = Noon.AddMinutes(minutes) });
    }

    private async Task<List<string>> ScopeAsync(MemoryScope? scope, long through = long.MaxValue) => await Store
        .ReadScopeAsync(scope, through, Token)
        .Select(rows => $"{rows[0].MemoryId}:{string.Join(',', rows.Select(row => row.Sequence))}")
        .ToListAsync(Token);
}
