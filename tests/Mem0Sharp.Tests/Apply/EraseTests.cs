namespace Mem0Sharp.Tests.Apply;

/// <summary>What an erase removes and what it leaves, over a file and over the managed history.</summary>
public sealed class EraseTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfAMemory_RemovesItFromEveryRead(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        MemoryItem kept = await fixture.StoreAsync("plays chess");
        DateTimeOffset before = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Memory.UpdateAsync(gone.Id, "likes coffee", cancellationToken: Token);

        EraseReceipt receipt = await fixture.Memory.EraseAsync(gone.Id, Token);

        receipt.MemoryIds.Should().Equal(gone.Id);
        receipt.ErasedAt.Should().Be(fixture.Time.GetUtcNow());
        (await fixture.Memory.GetAsync(gone.Id, Token)).Should().BeNull();
        (await fixture.Memory.GetAsync(gone.Id, MemoryAsOf.Known(before), Token)).Should().BeNull();
        (await fixture.HistoryAsync(gone.Id)).Should().BeEmpty();
        (await fixture.Memory.HistoryAsync(new HistoryFilter(), Token).Select(entry => entry.MemoryId).ToListAsync(Token)).Should().Equal(kept.Id);
        foreach (MemoryAsOf? asOf in (MemoryAsOf?[])[null, MemoryAsOf.Known(before), MemoryAsOf.Held(before), new MemoryAsOf()])
        {
            MemoryListOptions options = new() { AsOf = asOf, IncludeExpired = true };
            (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, options, Token).ToListAsync(Token)).Should().Equal(kept);
            (await fixture.Memory.CountAsync(MemoryFixture.Alice, options, Token)).Should().Be(1);
            (await fixture.Memory.SearchAsync("likes tea", MemoryFixture.Alice, new MemorySearchOptions { AsOf = asOf }, Token))
                .Select(hit => hit.Item).Should().Equal(kept);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfAMemory_ForgetsItsEmbeddingsInTheHistoryAndInTheCache(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        await fixture.StoreAsync("plays chess");
        await fixture.Memory.UpdateAsync(gone.Id, "likes coffee", cancellationToken: Token);

        await fixture.Memory.EraseAsync(gone.Id, Token);

        int texts = fixture.Embeddings.TextCount;
        await fixture.StoreAsync("plays chess");
        fixture.Embeddings.TextCount.Should().Be(texts, "what another memory says keeps its vector");
        await fixture.StoreAsync("likes tea");
        await fixture.StoreAsync("likes coffee");
        fixture.Embeddings.Texts.Skip(texts).Should().Equal("likes tea", "likes coffee");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfATextThatAnotherMemoryHadOnce_KeepsItsVector(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem gone = await fixture.StoreAsync("shared");
        MemoryItem twin = await fixture.StoreAsync("shared");
        await fixture.Memory.UpdateAsync(twin.Id, "changed since", cancellationToken: Token);

        await fixture.Memory.EraseAsync(gone.Id, Token);

        int calls = fixture.Embeddings.CallCount;
        await fixture.Memory.RestoreAsync(twin.Id, 1, cancellationToken: Token);
        (await fixture.Memory.SearchAsync("shared", MemoryFixture.Alice, MemoryFixture.ByVector, Token)).Single().Score.Should().BeApproximately(1, 1e-6);
        fixture.Embeddings.CallCount.Should().Be(calls, "a restore never embeds");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfADeletedMemory_TakesItOutOfTheHistory(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        await fixture.Memory.DeleteAsync(gone.Id, cancellationToken: Token);

        (await fixture.Memory.EraseAsync(gone.Id, Token)).MemoryIds.Should().Equal(gone.Id);

        (await fixture.HistoryAsync(gone.Id)).Should().BeEmpty();
        Func<Task> restore = () => fixture.Memory.RestoreAsync(gone.Id, 1, cancellationToken: Token);
        await restore.Should().ThrowAsync<MemoryNotFoundException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfAnUnknownOrErasedId_IsNotFound(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        MemoryItem kept = await fixture.StoreAsync("plays chess");
        await fixture.Memory.EraseAsync(gone.Id, Token);

        foreach (string id in (string[])[gone.Id, "unknown"])
        {
            Func<Task> erase = () => fixture.Memory.EraseAsync(id, Token);
            (await erase.Should().ThrowAsync<MemoryNotFoundException>()).Which.MemoryId.Should().Be(id);
        }

        (await fixture.Memory.GetAsync(kept.Id, Token)).Should().Be(kept);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfAScope_RemovesAllThatEverWasThereAndNothingElse(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem alices = await fixture.StoreAsync("likes tea");
        MemoryItem inARun = await fixture.StoreAsync("plays chess", MemoryScope.ForUser("alice", "coach", "run-1"));
        MemoryItem deleted = await fixture.StoreAsync("owned a boat");
        await fixture.Memory.DeleteAsync(deleted.Id, cancellationToken: Token);
        MemoryItem expired = await fixture.StoreAsync("brief", options: new MemoryAddOptions { ExpiresAt = fixture.Time.GetUtcNow().AddHours(-1) });
        MemoryItem bobs = await fixture.StoreAsync("likes tea", MemoryFixture.Bob);

        EraseReceipt receipt = await fixture.Memory.EraseAsync(MemoryFixture.Alice, Token);

        receipt.MemoryIds.Should().BeEquivalentTo([alices.Id, inARun.Id, deleted.Id, expired.Id]);
        (await fixture.Memory.HistoryAsync(new HistoryFilter(), Token).Select(entry => entry.MemoryId).ToListAsync(Token)).Should().Equal(bobs.Id);
        (await fixture.Memory.SearchAsync("likes tea", MemoryFixture.Alice, cancellationToken: Token)).Should().BeEmpty();
        (await fixture.Memory.SearchAsync("likes tea", MemoryFixture.Bob, MemoryFixture.ByVector, Token)).Single().Item.Should().Be(bobs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfAnEmptyScope_GivesAReceiptOfNothing(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem kept = await fixture.StoreAsync("likes tea");

        (await fixture.Memory.EraseAsync(MemoryFixture.Bob, Token)).MemoryIds.Should().BeEmpty();

        (await fixture.Memory.GetAsync(kept.Id, Token)).Should().Be(kept);
    }

    [Fact]
    public async Task EraseAsync_OfNoScope_IsRefused_C6()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem kept = await fixture.StoreAsync("likes tea");

        Func<Task> erase = () => fixture.Memory.EraseAsync((MemoryScope)null!, Token);

        await erase.Should().ThrowAsync<ArgumentNullException>();
        (await fixture.Memory.GetAsync(kept.Id, Token)).Should().Be(kept);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfAMemory_MakesItsCallsOutcomesUnrepeatable(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryAddOptions once = new() { Mode = MemoryAddMode.Verbatim, IdempotencyKey = "add 1" };
        MemoryItem gone = (await fixture.Memory.AddAsync("likes tea", MemoryFixture.Alice, once, Token)).Items.Single();
        MemoryUpdateOptions onceToo = new() { IdempotencyKey = "update 1" };
        await fixture.Memory.UpdateAsync(gone.Id, "likes coffee", onceToo, Token);
        MemoryAddOptions other = new() { Mode = MemoryAddMode.Verbatim, IdempotencyKey = "add 2" };
        MemoryItem kept = (await fixture.Memory.AddAsync("plays chess", MemoryFixture.Alice, other, Token)).Items.Single();

        await fixture.Memory.EraseAsync(gone.Id, Token);

        Func<Task>[] repeats =
        [
            () => fixture.Memory.AddAsync("likes tea", MemoryFixture.Alice, once, Token),
            () => fixture.Memory.UpdateAsync(gone.Id, "likes coffee", onceToo, Token),
        ];
        foreach (Func<Task> repeat in repeats)
        {
            (await repeat.Should().ThrowAsync<IdempotencyKeyException>()).Which.Message.Should().Contain("erased");
        }

        (await fixture.Memory.AddAsync("plays chess", MemoryFixture.Alice, other, Token)).Items.Single().Should().Be(kept);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfAMemory_TakesItsTextOutOfCallsThatSuppressedIt(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryAddResult added = await fixture.Memory.AddAsync("I like green tea.", MemoryFixture.Alice, cancellationToken: Token);
        string id = added.Items.Single().Id;
        await fixture.Memory.DeleteAsync(id, cancellationToken: Token);
        MemoryAddOptions once = new() { IdempotencyKey = "transcript" };
        await fixture.Memory.AddAsync("I like green tea.", MemoryFixture.Alice, once, Token);
        await fixture.Memory.AddAsync("I like green tea.", MemoryFixture.Bob, once, Token);
        MemoryAddResult repeated = await fixture.Memory.AddAsync("I like green tea.", MemoryFixture.Alice, once, Token);

        await fixture.Memory.EraseAsync(id, Token);

        repeated.Facts.Single().Outcome.Should().Be(FactOutcome.Suppressed, "it was repeatable before");
        await fixture.Memory.Awaiting(memory => memory.AddAsync("I like green tea.", MemoryFixture.Alice, once, Token))
            .Should().ThrowAsync<IdempotencyKeyException>().WithMessage("*erased*");
        (await fixture.Memory.AddAsync("I like green tea.", MemoryFixture.Bob, once, Token)).Facts.Single().Outcome
            .Should().Be(FactOutcome.Added, "another user's call is untouched");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfAScope_MakesItsCallsOutcomesUnrepeatable(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryAddOptions once = new() { IdempotencyKey = "nothing to keep" };
        await fixture.Memory.AddAsync("Hello!", MemoryFixture.Alice, once, Token);
        await fixture.Memory.AddAsync("Hello!", MemoryFixture.Bob, once, Token);

        await fixture.Memory.EraseAsync(MemoryFixture.Alice, Token);

        Func<Task> repeat = () => fixture.Memory.AddAsync("Hello!", MemoryFixture.Alice, once, Token);
        (await repeat.Should().ThrowAsync<IdempotencyKeyException>()).Which.Message.Should().Contain("erased");
        (await fixture.Memory.AddAsync("Hello!", MemoryFixture.Bob, once, Token)).Facts.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task EraseAsync_RejectionsOfTheScope_GoWithTheScopeAndStayWithAnId(bool managed, bool byScope)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        await fixture.Memory.DeleteAsync(gone.Id, cancellationToken: Token);
        MemoryItem bobs = await fixture.StoreAsync("likes tea", MemoryFixture.Bob);
        await fixture.Memory.DeleteAsync(bobs.Id, cancellationToken: Token);

        await (byScope ? fixture.Memory.EraseAsync(MemoryFixture.Alice, Token) : fixture.Memory.EraseAsync(gone.Id, Token));

        (await fixture.Memory.LiftRejectionAsync(MemoryFixture.Bob, "likes tea", Token)).Should().BeTrue();
        (await fixture.Memory.LiftRejectionAsync(MemoryFixture.Alice, "likes tea", Token)).Should().Be(!byScope);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfARun_KeepsWhatTheUserRejected(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryScope run = MemoryScope.ForUser("alice", runId: "run-1");
        MemoryItem gone = await fixture.StoreAsync("likes tea", run);
        await fixture.Memory.DeleteAsync(gone.Id, cancellationToken: Token);

        await fixture.Memory.EraseAsync(run, Token);

        (await fixture.Memory.LiftRejectionAsync(MemoryFixture.Alice, "likes tea", Token)).Should().BeTrue("it is the user's, in all runs");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WatchAsync_AfterAnErase_GoesOnWithTheNextChange(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        await using IAsyncEnumerator<HistoryEntry> changes = fixture.Memory.WatchAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        (await changes.MoveNextAsync()).Should().BeTrue();
        ValueTask<bool> waiting = changes.MoveNextAsync();

        await fixture.Memory.EraseAsync(gone.Id, Token);
        waiting.IsCompleted.Should().BeFalse("an erase is no row");
        MemoryItem next = await fixture.StoreAsync("plays chess");

        (await waiting).Should().BeTrue();
        changes.Current.Should().BeEquivalentTo(new { MemoryId = next.Id, Sequence = 3L });
    }

    private static MemoryFixture Fixture(bool managed) => MemoryFixture.ByRules(builder =>
    {
        if (managed)
        {
            builder.UseHistory(new InMemoryHistoryStore());
        }
    });
}
