namespace Mem0Sharp.Tests.History;

public sealed class WatchTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task HistoryAsync_WithAFilter_GivesOnlyWhatMatchesInOrder()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem first = await fixture.StoreAsync("first");
        MemoryItem bobs = await fixture.StoreAsync("bob's", MemoryFixture.Bob);
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Memory.UpdateAsync(first.Id, "changed", cancellationToken: Token);
        await fixture.Memory.DeleteAsync(bobs.Id, cancellationToken: Token);
        DateTimeOffset later = fixture.Time.GetUtcNow();

        (await SequencesAsync(new HistoryFilter())).Should().Equal(1, 2, 3, 4);
        (await SequencesAsync(new HistoryFilter { AfterSequence = 2 })).Should().Equal(3, 4);
        (await SequencesAsync(new HistoryFilter { Scope = MemoryFixture.Bob })).Should().Equal(2, 4);
        (await SequencesAsync(new HistoryFilter { Events = [MemoryEvent.Update, MemoryEvent.Delete] })).Should().Equal(3, 4);
        (await SequencesAsync(new HistoryFilter { RecordedFrom = later })).Should().Equal(3, 4);
        (await SequencesAsync(new HistoryFilter { RecordedTo = later })).Should().Equal(1, 2);
        (await SequencesAsync(new HistoryFilter { ActorId = "nobody" })).Should().BeEmpty();
        (await SequencesAsync(new HistoryFilter { Scope = MemoryFixture.Alice, Events = [MemoryEvent.Delete] })).Should().BeEmpty();

        async Task<List<long>> SequencesAsync(HistoryFilter filter) =>
            await fixture.Memory.HistoryAsync(filter, Token).Select(entry => entry.Sequence).ToListAsync(Token);
    }

    [Fact]
    public void HistoryAsync_AfterANegativeSequence_IsRefused()
    {
        Memory memory = new MemoryBuilder().Build();

        FluentActions.Invoking(() => memory.HistoryAsync(new HistoryFilter { AfterSequence = -1 }, Token))
            .Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => memory.WatchAsync(new HistoryFilter { AfterSequence = -1 }, Token))
            .Should().Throw<MemoryValidationException>();
        memory.Dispose();
    }

    [Fact]
    public async Task WatchAsync_GivesWhatHappenedAndThenWhatHappensEachOnce()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("one");
        await fixture.StoreAsync("two");
        await using IAsyncEnumerator<HistoryEntry> changes =
            fixture.Memory.WatchAsync(new HistoryFilter { AfterSequence = 1 }, Token).GetAsyncEnumerator(Token);

        (await NextAsync(changes)).NewText.Should().Be("two");
        ValueTask<bool> waiting = changes.MoveNextAsync();
        waiting.IsCompleted.Should().BeFalse("nothing has happened yet");
        await fixture.StoreAsync("three");
        await fixture.StoreAsync("bob's", MemoryFixture.Bob);
        (await waiting).Should().BeTrue();

        changes.Current.NewText.Should().Be("three");
        (await NextAsync(changes)).NewText.Should().Be("bob's");
    }

    [Fact]
    public async Task WatchAsync_FromTheLastSequence_ShowsOnlyWhatIsYetToHappen()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (await fixture.Memory.GetLastSequenceAsync(Token)).Should().Be(0);
        await fixture.StoreAsync("known");
        long last = await fixture.Memory.GetLastSequenceAsync(Token);
        last.Should().Be(1);
        await using IAsyncEnumerator<HistoryEntry> changes =
            fixture.Memory.WatchAsync(new HistoryFilter { AfterSequence = last }, Token).GetAsyncEnumerator(Token);

        await fixture.StoreAsync("new");

        (await NextAsync(changes)).NewText.Should().Be("new");
    }

    [Fact]
    public async Task GetLastSequenceAsync_AfterEverythingWasErasedOrReset_DoesNotGoBack()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("one");
        await fixture.StoreAsync("two");
        await fixture.Memory.EraseAsync(item.Id, Token);
        (await fixture.Memory.GetLastSequenceAsync(Token)).Should().BeGreaterThanOrEqualTo(2);

        await fixture.Memory.ResetAsync(Token);

        (await fixture.Memory.GetLastSequenceAsync(Token)).Should().BeGreaterThanOrEqualTo(2, "who follows from there misses nothing");
    }

    [Fact]
    public async Task WatchAsync_SeesWhatAnotherProcessCommits()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.OpenAsync(Token);
        Memory other = fixture.OpenOther();
        await using IAsyncEnumerator<HistoryEntry> changes = fixture.Memory.WatchAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        ValueTask<bool> waiting = changes.MoveNextAsync();

        await other.AddAsync("from elsewhere", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        while (!waiting.IsCompleted)
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        (await waiting).Should().BeTrue();
        changes.Current.NewText.Should().Be("from elsewhere");
    }

    [Fact]
    public async Task WatchAsync_WithAFilter_PassesOverTheRestAndGoesOn()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await using IAsyncEnumerator<HistoryEntry> changes = fixture.Memory
            .WatchAsync(new HistoryFilter { Scope = MemoryFixture.Bob }, Token).GetAsyncEnumerator(Token);
        ValueTask<bool> waiting = changes.MoveNextAsync();

        await fixture.StoreAsync("alice's");
        await fixture.StoreAsync("bob's", MemoryFixture.Bob);

        (await waiting).Should().BeTrue();
        changes.Current.NewText.Should().Be("bob's");
    }

    [Fact]
    public async Task WatchAsync_WhenCancelled_Ends()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        using CancellationTokenSource cancel = new();
        await using IAsyncEnumerator<HistoryEntry> changes = fixture.Memory.WatchAsync(cancellationToken: cancel.Token).GetAsyncEnumerator(Token);
        Task<bool> waiting = changes.MoveNextAsync().AsTask();

        await cancel.CancelAsync();

        Func<Task> wait = () => waiting;
        await wait.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task WatchAsync_WhenTheMemoryIsDisposed_Ends()
    {
        Memory memory = new MemoryBuilder().Build();
        await using IAsyncEnumerator<HistoryEntry> changes = memory.WatchAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        Task<bool> waiting = changes.MoveNextAsync().AsTask();

        await memory.DisposeAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task WatchAsync_WhileManyWrite_GivesEveryChangeOnceInOrder()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("shared");
        Task[] writers = [.. Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (int i = 0; i < 25; i++)
                {
                    await fixture.Memory.UpdateAsync(item.Id, $"{writer}/{i}", cancellationToken: Token);
                }
            },
            Token))];

        List<long> seen = [];
        await foreach (HistoryEntry entry in fixture.Memory.WatchAsync(cancellationToken: Token))
        {
            seen.Add(entry.Sequence);
            if (seen.Count == 201)
            {
                break;
            }
        }

        await Task.WhenAll(writers);
        seen.Should().Equal(Enumerable.Range(1, 201).Select(sequence => (long)sequence));
    }

    private static async Task<HistoryEntry> NextAsync(IAsyncEnumerator<HistoryEntry> changes)
    {
        (await changes.MoveNextAsync()).Should().BeTrue();
        return changes.Current;
    }
}
