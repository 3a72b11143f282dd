namespace Mem0Sharp.Tests.Apply;

public sealed class RollbackTests
{
    private const string Mallory = "mallory";

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task RollBackAsync_OfNeitherScopeNorActor_IsRefused_C6()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("stays");

        Func<Task> rollBack = () => fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = DateTimeOffset.MinValue }, Token);

        (await rollBack.Should().ThrowAsync<MemoryValidationException>()).Which.Message.Should().Contain("neither a scope nor an actor");
        (await fixture.Memory.GetAsync(item.Id, Token)).Should().Be(item);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RollBackAsync_OfAScope_BringsBackItsStateOfThatMoment(bool managed)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => Use(builder, managed));
        MemoryItem changed = await fixture.StoreAsync("likes tea", options: new MemoryAddOptions { Tags = ["a"] });
        MemoryItem deleted = await fixture.StoreAsync("plays chess");
        MemoryItem untouched = await fixture.StoreAsync("owns a boat");
        MemoryItem back = await fixture.StoreAsync("goes and comes back");
        MemoryItem bobs = await fixture.StoreAsync("Bob's", MemoryFixture.Bob);
        DateTimeOffset moment = Advance(fixture);
        await fixture.Memory.UpdateAsync(changed.Id, new MemoryPatch { Text = "likes coffee", Tags = TagsPatch.Add("b") }, cancellationToken: Token);
        await fixture.Memory.UpdateAsync(changed.Id, "likes milk", cancellationToken: Token);
        await fixture.Memory.DeleteAsync(deleted.Id, cancellationToken: Token);
        await fixture.Memory.UpdateAsync(back.Id, "changed", cancellationToken: Token);
        await fixture.Memory.RestoreAsync(back.Id, 1, cancellationToken: Token);
        await fixture.Memory.UpdateAsync(bobs.Id, "Bob's own", cancellationToken: Token);
        MemoryItem added = await fixture.StoreAsync("added since");
        int calls = fixture.Embeddings.CallCount;

        BatchUpdateResult result = await fixture.Memory.RollBackAsync(
            new MemoryRollback { KnownAt = moment, Scope = MemoryFixture.Alice, ChangedBy = "admin", Reason = "back to noon" }, Token);

        result.Select(item => (item.Id, item.Outcome)).Should().BeEquivalentTo(
            [
                (changed.Id, UpdateOutcome.Updated), (deleted.Id, UpdateOutcome.Updated),
                (back.Id, UpdateOutcome.Unchanged), (added.Id, UpdateOutcome.Deleted),
            ],
            "what was not written to is not reported");
        result.Should().OnlyContain(item => item.Error == null && item.Item != null);
        MemoryItem restored = (await fixture.Memory.GetAsync(changed.Id, Token))!;
        (restored.Text, restored.Version).Should().Be(("likes tea", 4), "it comes back as a new version");
        restored.Tags.Should().Equal("a");
        (await TextsAsync(fixture)).Should().BeEquivalentTo("likes tea", "plays chess", "owns a boat", "goes and comes back");
        (await fixture.Memory.GetAsync(untouched.Id, Token)).Should().Be(untouched);
        (await fixture.Memory.GetAsync(bobs.Id, Token))!.Text.Should().Be("Bob's own");
        fixture.Embeddings.CallCount.Should().Be(calls, "the history has the vector of every text");
        (await fixture.Memory.SearchAsync("likes tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Score.Should().BeApproximately(1, 1e-6);
        HistoryEntry row = (await fixture.HistoryAsync(changed.Id))[^1];
        (row.Event, row.ChangedBy, row.Reason).Should().Be((MemoryEvent.Restore, "admin", "back to noon"));
    }

    [Fact]
    public async Task RollBackAsync_OfAScopeInWhichNothingWasWrittenSince_DoesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("stays");
        DateTimeOffset moment = Advance(fixture);

        (await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = moment, Scope = MemoryFixture.Alice }, Token)).Should().BeEmpty();

        fixture.Sql("SELECT count(*) FROM history").Single()[0].Should().Be(1L);
    }

    [Fact]
    public async Task RollBackAsync_OfWhatWasNotThereThenAndIsNotNow_ReportsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        DateTimeOffset moment = Advance(fixture);
        MemoryItem item = await fixture.StoreAsync("came and went");
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);

        (await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = moment, Scope = MemoryFixture.Alice }, Token)).Should().BeEmpty();

        (await fixture.HistoryAsync(item.Id)).Should().HaveCount(2);
    }

    [Fact]
    public async Task RollBackAsync_ToBeforeADeleteThatCameAfterARestore_DeletesAgain()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("gone then");
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        DateTimeOffset moment = Advance(fixture);
        await fixture.Memory.RestoreAsync(item.Id, 1, cancellationToken: Token);

        (await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = moment, Scope = MemoryFixture.Alice }, Token))
            .Single().Outcome.Should().Be(UpdateOutcome.Deleted);

        (await fixture.Memory.GetAsync(item.Id, Token)).Should().BeNull();
    }

    [Fact]
    public async Task RollBackAsync_OfOneActor_TakesBackThatOnesChangesInAllScopes()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem alices = await fixture.StoreAsync("Alice's");
        MemoryItem bobs = await fixture.StoreAsync("Bob's", MemoryFixture.Bob);
        MemoryItem others = await fixture.StoreAsync("others'");
        DateTimeOffset moment = Advance(fixture);
        await UpdateAsync(fixture, alices, "first by a friend", "friend");
        await UpdateAsync(fixture, alices, "poisoned", Mallory);
        await UpdateAsync(fixture, alices, "poisoned again", Mallory);
        await fixture.Memory.DeleteAsync(bobs.Id, new MemoryDeleteOptions { ChangedBy = Mallory }, Token);
        await UpdateAsync(fixture, others, "by a friend", "friend");
        await UpdateAsync(fixture, others, "by Mallory with a capital", "Mallory");

        BatchUpdateResult result = await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = moment, WrittenBy = Mallory }, Token);

        result.Select(item => item.Id).Should().BeEquivalentTo([alices.Id, bobs.Id]);
        (await fixture.Memory.GetAsync(alices.Id, Token))!.Text.Should().Be("first by a friend", "what came before that one's first change stays");
        (await fixture.Memory.GetAsync(bobs.Id, Token))!.Text.Should().Be("Bob's");
        (await fixture.Memory.GetAsync(others.Id, Token))!.Text.Should().Be("by Mallory with a capital", "names are compared ordinally");
    }

    [Fact]
    public async Task RollBackAsync_OfOneActorInOneScope_LeavesTheOtherScopes()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem alices = await fixture.StoreAsync("Alice's");
        MemoryItem bobs = await fixture.StoreAsync("Bob's", MemoryFixture.Bob);
        DateTimeOffset moment = Advance(fixture);
        await UpdateAsync(fixture, alices, "poisoned", Mallory);
        await UpdateAsync(fixture, bobs, "poisoned too", Mallory);

        await fixture.Memory.RollBackAsync(
            new MemoryRollback { KnownAt = moment, Scope = MemoryFixture.Alice, WrittenBy = Mallory }, Token);

        (await fixture.Memory.GetAsync(alices.Id, Token))!.Text.Should().Be("Alice's");
        (await fixture.Memory.GetAsync(bobs.Id, Token))!.Text.Should().Be("poisoned too");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RollBackAsync_WhereOthersWroteOnTop_ReportsAConflictUnlessForced(bool force)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("clean");
        MemoryItem second = await fixture.StoreAsync("second");
        DateTimeOffset moment = Advance(fixture);
        await UpdateAsync(fixture, item, "poisoned", Mallory);
        await UpdateAsync(fixture, item, "a friend's words on top", "friend");
        await UpdateAsync(fixture, second, "poisoned as well", Mallory);

        BatchUpdateResult result = await fixture.Memory.RollBackAsync(
            new MemoryRollback { KnownAt = moment, WrittenBy = Mallory, Force = force }, Token);

        BatchUpdateItem mixed = result.Single(change => string.Equals(change.Id, item.Id, StringComparison.Ordinal));
        if (force)
        {
            mixed.Outcome.Should().Be(UpdateOutcome.Updated);
            mixed.Item!.Text.Should().Be("clean");
        }
        else
        {
            mixed.Outcome.Should().Be(UpdateOutcome.Failed);
            MemoryConflictException conflict = mixed.Error.Should().BeOfType<MemoryConflictException>().Subject;
            (conflict.MemoryId, conflict.ExpectedVersion, conflict.ActualVersion).Should().Be((item.Id, 2, 3));
            (await fixture.Memory.GetAsync(item.Id, Token))!.Text.Should().Be("a friend's words on top");
        }

        (await fixture.Memory.GetAsync(second.Id, Token))!.Text.Should().Be("second", "what can be taken back is, all the same");
    }

    [Fact]
    public async Task RollBackAsync_WhereAnotherRunWasLinkedSince_KeepsTheLinkAndIsNoConflict()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem item = await fixture.StoreAsync("has a cat", MemoryScope.ForUser("alice", runId: "A"));
        DateTimeOffset moment = Advance(fixture);
        await UpdateAsync(fixture, item, "has a dog", Mallory);
        fixture.Extracts("has a dog");
        fixture.Decides("""{"fact":0,"event":"NONE","candidate":0,"text":null,"old_text":null,"reason":null}""");
        await fixture.Memory.AddAsync("I have a dog", MemoryScope.ForUser("alice", runId: "B"), cancellationToken: Token);

        BatchUpdateResult result = await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = moment, WrittenBy = Mallory }, Token);

        MemoryItem restored = result.Single().Item!;
        restored.Text.Should().Be("has a cat");
        restored.LinkedRunIds.Should().Equal("B");
    }

    [Fact]
    public async Task RollBackAsync_WhenSomebodyWritesMeanwhile_FailsThatMemoryOnly()
    {
        using InMemoryHistoryStore tables = new();
        InterruptedHistory history = new(tables);
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseHistory(history));
        MemoryItem raced = await fixture.StoreAsync("one");
        MemoryItem calm = await fixture.StoreAsync("two");
        DateTimeOffset moment = Advance(fixture);
        await fixture.Memory.UpdateAsync(raced.Id, "one changed", cancellationToken: Token);
        await fixture.Memory.UpdateAsync(calm.Id, "two changed", cancellationToken: Token);
        await using Memory other = new MemoryBuilder()
            .UseHistory(new InterruptedHistory(tables)).UseEmbeddings(fixture.Embeddings).UseTimeProvider(fixture.Time).Build();
        history.BeforeNextCommit = () => other.UpdateAsync(raced.Id, "one changed meanwhile", cancellationToken: Token);

        BatchUpdateResult result = await fixture.Memory.RollBackAsync(
            new MemoryRollback { KnownAt = moment, Scope = MemoryFixture.Alice }, Token);

        BatchUpdateItem failed = result.Single(item => item.Outcome == UpdateOutcome.Failed);
        failed.Id.Should().Be(raced.Id);
        failed.Error.Should().BeOfType<MemoryConflictException>().Which.ActualVersion.Should().Be(3);
        (await fixture.Memory.GetAsync(raced.Id, Token))!.Text.Should().Be("one changed meanwhile");
        (await fixture.Memory.GetAsync(calm.Id, Token))!.Text.Should().Be("two");
    }

    [Fact]
    public async Task RollBackAsync_OfARollback_BringsBackWhatItTookBack()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem changed = await fixture.StoreAsync("clean");
        MemoryItem deleted = await fixture.StoreAsync("deleted since");
        DateTimeOffset moment = Advance(fixture);
        await UpdateAsync(fixture, changed, "changed", "friend");
        await fixture.Memory.DeleteAsync(deleted.Id, cancellationToken: Token);
        MemoryItem added = await fixture.StoreAsync("added since");
        DateTimeOffset before = Advance(fixture);
        await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = moment, Scope = MemoryFixture.Alice }, Token);
        (await TextsAsync(fixture)).Should().BeEquivalentTo("clean", "deleted since");
        int calls = fixture.Embeddings.CallCount;

        BatchUpdateResult result = await fixture.Memory.RollBackAsync(
            new MemoryRollback { KnownAt = before, Scope = MemoryFixture.Alice }, Token);

        (await TextsAsync(fixture)).Should().BeEquivalentTo("changed", "added since");
        result.Select(item => (item.Id, item.Outcome)).Should().BeEquivalentTo(
            [(changed.Id, UpdateOutcome.Updated), (deleted.Id, UpdateOutcome.Deleted), (added.Id, UpdateOutcome.Updated)]);
        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Fact]
    public async Task RollBackAsync_OfAPoisonerAmongAThousandMemories_TakesBackAllOfItAndNothingElse_E11()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.Configure(options => options.Durability = HistoryDurability.Relaxed));
        DateTimeOffset start = fixture.Time.GetUtcNow().AddHours(-1);
        List<string> benign = [], poison = [];
        for (int i = 0; i < 1_000; i++)
        {
            bool isPoison = i % 10 == 7;
            MemoryAddResult added = await fixture.Memory.AddAsync(
                isPoison ? $"poison {i}" : $"benign {i}",
                i % 3 == 0 ? MemoryFixture.Bob : MemoryFixture.Alice,
                new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, ChangedBy = isPoison ? Mallory : i % 2 == 0 ? "friend" : null },
                Token);
            (isPoison ? poison : benign).Add(added.Items.Single().Id);
        }

        long before = (long)fixture.Sql("SELECT max(sequence) FROM history").Single()[0]!;
        int calls = fixture.Embeddings.CallCount;
        BatchUpdateResult result = await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = start, WrittenBy = Mallory }, Token);

        result.Select(item => item.Id).Should().BeEquivalentTo(poison);
        result.Should().OnlyContain(item => item.Outcome == UpdateOutcome.Deleted);
        (await fixture.Memory.GetAsync(benign, Token)).Should().OnlyContain(item => item != null && item.Version == 1);
        foreach (MemoryScope scope in (MemoryScope[])[MemoryFixture.Alice, MemoryFixture.Bob])
        {
            (await fixture.Memory.SearchAsync("poison", scope, new MemorySearchOptions { Top = 1_000 }, Token))
                .Should().NotBeEmpty().And.OnlyContain(hit => hit.Item.Text.StartsWith("benign", StringComparison.Ordinal));
        }

        fixture.Sql("SELECT max(sequence) FROM history").Single()[0].Should().Be(before + 100, "nothing else was written");
        fixture.Embeddings.CallCount.Should().BeLessThanOrEqualTo(calls + 1, "only the question was embedded");
    }

    [Fact]
    public async Task RollBackAsync_OfAHandleWithoutAScope_IsOfTheHandlesScope()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        DateTimeOffset moment = Advance(fixture);
        MemoryItem alices = await fixture.StoreAsync("Alice's");
        MemoryItem bobs = await fixture.StoreAsync("Bob's", MemoryFixture.Bob);

        BatchUpdateResult result = await fixture.Memory.For(MemoryFixture.Alice).RollBackAsync(new MemoryRollback { KnownAt = moment }, Token);

        result.Select(item => item.Id).Should().Equal(alices.Id);
        (await fixture.Memory.GetAsync(bobs.Id, Token)).Should().Be(bobs);
    }

    private static void Use(MemoryBuilder builder, bool managed)
    {
        if (managed)
        {
            builder.UseHistory(new InMemoryHistoryStore());
        }
    }

    /// <summary>Returns the moment before the clock goes on.</summary>
    private static DateTimeOffset Advance(MemoryFixture fixture)
    {
        DateTimeOffset moment = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        return moment;
    }

    private static Task UpdateAsync(MemoryFixture fixture, MemoryItem item, string text, string by) =>
        fixture.Memory.UpdateAsync(item.Id, text, new MemoryUpdateOptions { ChangedBy = by }, Token);

    private static async Task<List<string>> TextsAsync(MemoryFixture fixture) =>
        await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).Select(item => item.Text).ToListAsync(Token);
}
