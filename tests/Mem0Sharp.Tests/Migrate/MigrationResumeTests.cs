using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.Migrate;

/// <summary>A migration that was cut off goes on, and takes up what has changed.</summary>
public sealed class MigrationResumeTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task MigrateAsync_CutOffAnywhereWhileTheSourceGoesOn_EndsAsItsCopy(int seed, bool toFile)
    {
        Random random = new(seed);
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await using HistoryFiles files = new();
        IHistoryStore source = await files.OpenAsync(fixture.Path), target = await files.NewAsync(toFile);
        await MigrationSource.FillAsync(fixture, source, seed);
        int cuts = 0;
        for (int attempt = 0; attempt < 25; attempt++)
        {
            int left = random.Next(1, 120);
            bool Falls() => --left == 0;
            try
            {
                await new FallingHistory(source, Falls).MigrateAsync(new FallingHistory(target, Falls), cancellationToken: Token);
            }
            catch (MemoryStoreException)
            {
                cuts++;
            }

            if (attempt % 5 == 4)
            {
                await MigrationSource.FillAsync(fixture, source, (seed * 100) + attempt, steps: 60);
            }
        }

        HistoryMigrationResult result = await source.MigrateAsync(target, cancellationToken: Token);
        List<string> held = await Held.ByAsync(source);
        HistoryMigrationResult again = await source.MigrateAsync(target, cancellationToken: Token);

        cuts.Should().BeGreaterThan(5, $"seed {seed}");
        List<string> copied = await Held.ByAsync(target);

        // What the source has forgotten since stays known here for a while, without what it did.
        string[] forgotten = [.. copied.Except(held, StringComparer.Ordinal)];
        forgotten.Should().OnlyContain(line => line.StartsWith("call ", StringComparison.Ordinal) && line.EndsWith("     ", StringComparison.Ordinal), $"seed {seed}");
        copied.Except(forgotten, StringComparer.Ordinal).Should().Equal(held.Distinct(StringComparer.Ordinal), $"seed {seed}");
        again.Should().Be(result with { Copied = 0 });
        (await target.CheckAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task MigrateAsync_Cancelled_KeepsWhatIsCopiedAndGoesOn()
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: true), target = await files.NewAsync(inFile: true);
        await source.CommitAsync([.. Enumerable.Range(0, 600).Select(i => Add($"{i}"))], Token);
        using CancellationTokenSource ending = new();
        Func<Task> cut = () => source.MigrateAsync(target, new Ending(ending), ending.Token);

        await cut.Should().ThrowAsync<OperationCanceledException>();

        (await target.CountAsync(null, null, null, Token)).Should().Be(256);
        HistoryMigrationResult result = await source.MigrateAsync(target, cancellationToken: Token);
        (result.Rows, result.Copied).Should().Be((600, 344));
    }

    [Fact]
    public async Task MigrateAsync_AfterTheSourceErasedALinkedMemory_ErasesItInTheCopyToo()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await using HistoryFiles files = new();
        IHistoryStore source = await files.OpenAsync(fixture.Path), target = await files.NewAsync(inFile: true);
        MemoryItem tea = await fixture.StoreAsync("Likes tea"), boat = await fixture.StoreAsync("Owns a boat");
        await fixture.Memory.UpdateAsync(boat.Id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink(tea.Id, 1)) }, cancellationToken: Token);
        await source.MigrateAsync(target, cancellationToken: Token);
        await fixture.Memory.UpdateAsync(tea.Id, "Likes coffee", cancellationToken: Token);
        await fixture.Memory.UpdateAsync(boat.Id, "Owns two boats", cancellationToken: Token);
        EraseReceipt receipt = await fixture.Memory.EraseAsync(tea.Id, Token);

        HistoryMigrationResult result = await source.MigrateAsync(target, cancellationToken: Token);

        (await Held.ByAsync(target)).Should().Equal(await Held.ByAsync(source));
        (result.Rows, result.Copied, result.Erased).Should().Be((4, 2, 1));
        (await target.GetHeadsAsync([tea.Id], Token)).Should().Equal([null]);
        await using Memory copy = new MemoryBuilder().UseHistory(target).UseEmbeddings(fixture.Embeddings).Build();
        (await copy.VerifyAsync(receipt, Token)).IsVerified.Should().BeTrue();
    }

    [Fact]
    public async Task MigrateAsync_AfterTheSourceChangedBesideItsLog_BringsTheCopyToIt()
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: false), target = await files.NewAsync(inFile: true);
        RejectedValue tea = new("alice", "tea"), coffee = new("alice", "coffee"), milk = new("bob", "milk");
        KnownCall call = new("key", "request", Noon) { Outcome = new HistoryCallOutcome("outcome", ["a"]) };
        await source.CommitAsync([Add("a")], Token);
        await source.AddRejectionsAsync([new(tea, Noon), new(coffee, Noon), new(milk, Noon)], Token);
        await source.AddCallsAsync([call, call with { Key = "other" }], Token);
        foreach (string id in (string[])["1", "2", "3", "4"])
        {
            await source.EnqueueAsync(MigrationSource.Queued(id), Token);
        }

        await source.MigrateAsync(target, cancellationToken: Token);
        await source.LiftRejectionAsync(tea, Token);
        await source.LiftRejectionAsync(milk, Token);
        await source.AddRejectionsAsync([new(coffee, Noon.AddHours(1)), new(milk, Noon.AddHours(-1)), new(new("new", "one"), Noon)], Token);
        await source.AddCallsAsync([call with { Outcome = null }, call with { Key = "new" }], Token);
        await source.DequeueAsync("2", Token);
        await source.NoteAttemptAsync(MigrationSource.Queued("3") with { Attempts = 2, ErrorCode = "store_failed" }, Token);
        await source.EnqueueAsync(MigrationSource.Queued("0"), Token);

        HistoryMigrationResult result = await source.MigrateAsync(target, cancellationToken: Token);

        (await Held.ByAsync(target)).Should().Equal(await Held.ByAsync(source));
        (result.Copied, result.Rejections, result.Calls, result.Queued).Should().Be((0, 3, 3, 4));
    }

    [Fact]
    public async Task MigrateAsync_OfATargetThatWentOn_BringsTheNewRowsBack()
    {
        await using HistoryFiles files = new();
        IHistoryStore file = await files.NewAsync(inFile: true), server = await files.NewAsync(inFile: false);
        await file.CommitAsync([Add("a"), Add("b")], Token);
        await file.MigrateAsync(server, cancellationToken: Token);
        await server.CommitAsync([Update("a", "said there"), Delete("b"), Add("c")], Token);

        HistoryMigrationResult back = await server.MigrateAsync(file, cancellationToken: Token);

        (back.Rows, back.Copied).Should().Be((5, 3));
        (await Held.ByAsync(file)).Should().Equal(await Held.ByAsync(server));
    }

    [Fact]
    public async Task MigrateAsync_AfterEmbeddingsWereMade_CopiesThose()
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: true), target = await files.NewAsync(inFile: false);
        MemoryItem late = Item("late"), later = Item("later");
        await source.CommitAsync([Add("a"), Unembedded(late), Unembedded(later)], Token);
        await source.MigrateAsync(target, cancellationToken: Token);
        (await target.GetUnembeddedAsync(9, Token)).Should().BeEquivalentTo(late.Text, later.Text);

        await source.AddEmbeddingsAsync([KeyValuePair.Create(late.Text, Embedding(late.Text))], Token);
        await source.MigrateAsync(target, cancellationToken: Token);

        (await target.GetUnembeddedAsync(9, Token)).Should().Equal(later.Text);
        (await Held.ByAsync(target)).Should().Equal(await Held.ByAsync(source));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MigrateAsync_AfterTheSourceWasMovedToAnotherModel_MovesTheCopy(bool toFile)
    {
        EmbeddingSpace next = new("model-b", 2);
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: true), target = await files.NewAsync(toFile);
        await source.CommitAsync([Add("a"), Update("a", "second"), Add("b")], Token);
        await source.MigrateAsync(target, cancellationToken: Token);
        await source.StageEmbeddingsAsync(
            [.. ((string[])["text of a", "second", "text of b"]).Select(text => KeyValuePair.Create(text, new StoredEmbedding(next, new float[] { text.Length, 1 })))],
            restarts: true,
            Token);
        (await source.ReplaceEmbeddingsAsync(next, Token)).Should().BeTrue();
        await source.CommitAsync([Unembedded(Item("c"), next)], Token);

        await source.MigrateAsync(target, cancellationToken: Token);

        (await Held.ByAsync(target)).Should().Equal(await Held.ByAsync(source)).And.EndWith($"space {next}");
    }

    private static Mem0Sharp.HistoryWrite Unembedded(MemoryItem item, EmbeddingSpace? space = null) => new(
        item.Id, _ => new HistoryAppend { Event = MemoryEvent.Add, Item = item, Embedding = new StoredEmbedding(space ?? Space, default) });

    /// <summary>Cancels once a page is copied.</summary>
    private sealed class Ending(CancellationTokenSource ending) : IProgress<HistoryMigrationProgress>
    {
        public void Report(HistoryMigrationProgress value)
        {
            if (value.Copied > 0)
            {
                ending.Cancel();
            }
        }
    }
}
