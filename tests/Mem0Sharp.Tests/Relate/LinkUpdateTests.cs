using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Relate;

/// <summary>Links are a part of the memory: what changes something else keeps them, and what brings a version back brings them back.</summary>
public sealed class LinkUpdateTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task UpdateAsync_OfEverythingElse_KeepsTheLinks()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem tea, MemoryItem oslo) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Lives in Oslo"));
        MemoryItem linked = await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(oslo.Id, 0.5));
        (linked.Version, fixture.Embeddings.TextCount).Should().Be((2, 2), "it is a change that needs no vector");

        await fixture.Memory.UpdateAsync(tea.Id, "Likes green tea", cancellationToken: Token);
        await fixture.Memory.UpdateAsync(tea.Id, new MemoryPatch { Metadata = new JsonObject { ["a"] = 1 }, Tags = TagsPatch.Add("t") }, cancellationToken: Token);
        await fixture.Memory.FeedbackAsync(tea.Id, MemoryFeedback.Positive, cancellationToken: Token);
        await fixture.Memory.UpdateAsync(tea.Id, item => MemoryPatch.ForText(item.Text + " a lot"), cancellationToken: Token);

        MemoryItem item = (await fixture.Memory.GetAsync(tea.Id, Token))!;
        item.Links.Should().Equal(new MemoryLink(oslo.Id, 0.5));
        item.Version.Should().Be(6);
        await fixture.ReopenAsync();
        (await fixture.Memory.SearchAsync("green tea", MemoryFixture.Alice, cancellationToken: Token))[0].Item.Links.Should().Equal(item.Links);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task AddAsync_ThatUpdatesAMemory_KeepsItsLinks()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        (MemoryItem home, MemoryItem job) = (await fixture.StoreAsync("Lives in Berlin"), await fixture.StoreAsync("Works as a nurse"));
        await fixture.Memory.LinkAsync(home.Id, new MemoryLink(job.Id));
        fixture.Extracts("Lives in Hamburg");
        fixture.Decides("""{"fact":0,"event":"UPDATE","candidate":0,"text":"Lives in Hamburg","old_text":"Lives in Berlin","reason":null}""");

        MemoryAddResult result = await fixture.Memory.AddAsync("I moved to Hamburg", MemoryFixture.Alice, cancellationToken: Token);

        result.Facts.Single().Outcome.Should().Be(FactOutcome.Updated);
        MemoryItem item = (await fixture.Memory.GetAsync(home.Id, Token))!;
        item.Text.Should().Be("Lives in Hamburg");
        item.Links.Should().Equal(new MemoryLink(job.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RestoreAsync_AndRollBackAsync_BringLinksBack(bool managed)
    {
        await using MemoryFixture fixture = Linked.Fixture(managed);
        (MemoryItem tea, MemoryItem oslo, MemoryItem chess) =
            (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Lives in Oslo"), await fixture.StoreAsync("Plays chess"));
        await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(oslo.Id, 0.5));
        DateTimeOffset before = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Memory.UpdateAsync(tea.Id, new MemoryPatch { Links = LinksPatch.Replace(new MemoryLink(chess.Id)) }, cancellationToken: Token);

        MemoryUpdateResult restored = await fixture.Memory.RestoreAsync(tea.Id, 2, cancellationToken: Token);

        (restored.Outcome, restored.Item.Version).Should().Be((UpdateOutcome.Updated, 4));
        restored.Item.Links.Should().Equal(new MemoryLink(oslo.Id, 0.5));
        await fixture.Memory.UpdateAsync(tea.Id, new MemoryPatch { Links = LinksPatch.Clear }, cancellationToken: Token);
        await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = before, Scope = MemoryFixture.Alice }, Token);
        (await fixture.Memory.GetAsync(tea.Id, Token))!.Links.Should().Equal(new MemoryLink(oslo.Id, 0.5));
        (await fixture.Memory.GetAsync(tea.Id, MemoryAsOf.Known(before), Token))!.Links.Should().Equal(new MemoryLink(oslo.Id, 0.5));
        (await fixture.HistoryAsync(tea.Id))[2].Before!.Links.Should().Equal(new MemoryLink(oslo.Id, 0.5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeleteAsync_OfATarget_HidesTheLinkUntilItIsRestored(bool managed)
    {
        await using MemoryFixture fixture = Linked.Fixture(managed);
        (MemoryItem tea, MemoryItem oslo) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Lives in Oslo"));
        await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(oslo.Id, 0.5));

        await fixture.Memory.DeleteAsync(oslo.Id, cancellationToken: Token);

        (await fixture.Memory.GetRelatedAsync(tea.Id, cancellationToken: Token)).Should().BeEmpty();
        (await fixture.Memory.GetAsync(tea.Id, Token))!.Links.Should().Equal([new MemoryLink(oslo.Id, 0.5)], "it stays");
        await fixture.Memory.UpdateAsync(
            tea.Id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink(oslo.Id, 0.25)) }, cancellationToken: Token);
        await fixture.Memory.RestoreAsync(oslo.Id, 1, cancellationToken: Token);
        (await fixture.Memory.WalkAsync(tea.Id)).Should().Equal("Lives in Oslo 0.25");
        (await fixture.Memory.WalkAsync(oslo.Id)).Should().Equal("Likes tea 0.25");
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("deleted")]
    [InlineData("erased")]
    [InlineData("own")]
    [InlineData("of bob")]
    [InlineData("too many")]
    public async Task UpdateAsync_ToATargetThatCannotBe_IsRefusedBeforeAnythingIsEmbeddedOrWritten(string target)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem tea = await fixture.StoreAsync("Likes tea");
        MemoryItem deleted = await fixture.StoreAsync("Had a boat"), erased = await fixture.StoreAsync("Had a cat"), bobs = await fixture.StoreAsync("Bob", MemoryFixture.Bob);
        await fixture.Memory.DeleteAsync(deleted.Id, cancellationToken: Token);
        await fixture.Memory.EraseAsync(erased.Id, Token);
        MemoryLink[] links = target switch
        {
            "unknown" => [new("unknown")],
            "deleted" => [new(deleted.Id)],
            "erased" => [new(erased.Id)],
            "own" => [new(tea.Id)],
            "of bob" => [new(bobs.Id)],
            _ => [.. Enumerable.Range(0, MemoryLimits.Links).Select(n => new MemoryLink($"m{n}"))],
        };
        MemoryItem chess = await fixture.StoreAsync("Plays chess");
        await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(chess.Id));
        FileRows before = FileRows.Of(fixture);
        MemoryPatch patch = new() { Text = "Likes coffee", Links = LinksPatch.Set(links) };

        Func<Task>[] calls =
        [
            () => fixture.Memory.UpdateAsync(tea.Id, patch, cancellationToken: Token),
            () => fixture.Memory.UpdateAsync(tea.Id, _ => patch, cancellationToken: Token),
            () => fixture.Memory.UpdateAsync(tea.Id, patch, new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token),
            () => fixture.Memory.UpdateAsync(tea.Id, patch, new MemoryUpdateOptions { IdempotencyKey = "key" }, Token),
            async () => throw (await fixture.Memory.BatchUpdateAsync(
                [new(chess.Id, "Plays go"), new(tea.Id, patch)], new BatchUpdateOptions { AllOrNothing = true }, Token))[1].Error!,
        ];

        foreach (Func<Task> call in calls)
        {
            MemoryValidationException error = (await call.Should().ThrowAsync<MemoryValidationException>(target)).Which;
            error.Suggestion.Should().NotBeNullOrEmpty();
            error.Message.Should().NotContain(links[0].TargetId);
        }

        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task BatchUpdateAsync_WithOneBadLink_FailsThatUpdateAlone()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem tea, MemoryItem oslo) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Lives in Oslo"));
        MemoryLink[] links = [new(oslo.Id), new("unknown")];

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(
            [new(tea.Id, new MemoryPatch { Links = LinksPatch.Set(links) }), new(oslo.Id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink(tea.Id)) })],
            cancellationToken: Token);

        result.Select(item => item.Outcome).Should().Equal(UpdateOutcome.Failed, UpdateOutcome.Updated);
        result[0].Error.Should().BeOfType<MemoryValidationException>().Which.Parameter.Should().Be("links[1]");
        (await fixture.Memory.GetAsync(tea.Id, Token))!.Links.Should().BeEmpty();
    }

    [Fact]
    public async Task BatchUpdateAsync_OfMemoriesThatLinkToEachOther_LinksThem()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem[] items = [await fixture.StoreAsync("a"), await fixture.StoreAsync("b"), await fixture.StoreAsync("c")];

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(
            items.Select((item, i) => new MemoryUpdate(item.Id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink(items[(i + 1) % 3].Id)) })),
            new BatchUpdateOptions { AllOrNothing = true },
            Token);

        result.Should().OnlyContain(item => item.Outcome == UpdateOutcome.Updated);
        (await fixture.Memory.WalkAsync(items[0].Id)).Should().BeEquivalentTo("b 1", "c 1");
    }

    [Fact]
    public async Task UpdateAsync_OfTheSameLinks_WritesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem tea, MemoryItem oslo) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Lives in Oslo"));
        await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(oslo.Id, 0.5));
        FileRows before = FileRows.Of(fixture);

        MemoryPatch[] same = [new() { Links = LinksPatch.Set(new MemoryLink(oslo.Id, 0.5)) }, new() { Links = LinksPatch.Remove("unknown") }];
        foreach (MemoryPatch patch in same)
        {
            (await fixture.Memory.UpdateAsync(tea.Id, patch, cancellationToken: Token)).Outcome.Should().Be(UpdateOutcome.Unchanged);
        }

        FileRows.Of(fixture).Should().Be(before);
        (await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(oslo.Id, 0.51))).Version.Should().Be(3);
    }

    [Fact]
    public async Task UpdateAsync_Late_MergesLinksOrKeepsBoth()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem tea, MemoryItem oslo, MemoryItem chess) =
            (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Lives in Oslo"), await fixture.StoreAsync("Plays chess"));
        await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(oslo.Id, 0.5));
        MemoryPatch late = new() { Links = LinksPatch.Set(new(oslo.Id, 0.25), new MemoryLink(chess.Id, 0.75)) };

        MemoryUpdateResult merged = await fixture.Memory.UpdateAsync(
            tea.Id, late, new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.Merge }, Token);
        MemoryUpdateResult kept = await fixture.Memory.UpdateAsync(
            tea.Id, late, new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token);

        merged.Item.Links.Should().Equal([new(oslo.Id, 0.5), new MemoryLink(chess.Id, 0.75)], "the stronger one stays");
        kept.Outcome.Should().Be(UpdateOutcome.KeptBoth);
        kept.Item.Links.Should().Equal(new(oslo.Id, 0.25), new MemoryLink(chess.Id, 0.75));
        Func<Task> fails = () => fixture.Memory.UpdateAsync(tea.Id, late, new MemoryUpdateOptions { ExpectedVersion = 1 }, Token);
        await fails.Should().ThrowAsync<MemoryConflictException>();
    }

    [Fact]
    public async Task SettleReviewAsync_UseKept_KeepsTheLinksOfBothAndTheStrongerOnes()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem tea = await fixture.StoreAsync("Likes tea"), a = await fixture.StoreAsync("a"), b = await fixture.StoreAsync("b"), c = await fixture.StoreAsync("c");
        await fixture.Memory.LinkAsync(tea.Id, new(a.Id, 0.5), new(b.Id, 0.5));
        MemoryItem kept = (await fixture.Memory.UpdateAsync(
            tea.Id, "Likes coffee", new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token)).Item;
        await fixture.Memory.LinkAsync(kept.Id, new(a.Id, 0.25), new(b.Id, 0.75), new(c.Id, 1), new(tea.Id, 1));
        await fixture.Memory.DeleteAsync(c.Id, cancellationToken: Token);

        MemoryItem holds = (await fixture.Memory.SettleReviewAsync(kept.Id, ReviewDecision.UseKept, cancellationToken: Token))!;

        holds.Text.Should().Be("Likes coffee");
        holds.Links.Should().Equal([new(a.Id, 0.5), new MemoryLink(b.Id, 0.75), new MemoryLink(c.Id)], "not to itself, and to what is deleted as before");
    }

    [Fact]
    public async Task UpdateAsync_WithAKey_HappensOnceAlsoWhenTheTargetIsGoneSince()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem tea, MemoryItem oslo) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Lives in Oslo"));
        MemoryPatch patch = new() { Links = LinksPatch.Set(new MemoryLink(oslo.Id, 0.5)) };
        MemoryUpdateOptions once = new() { IdempotencyKey = "link" };
        await fixture.Memory.UpdateAsync(tea.Id, patch, once, Token);
        await fixture.Memory.DeleteAsync(oslo.Id, cancellationToken: Token);

        MemoryUpdateResult again = await fixture.Memory.UpdateAsync(tea.Id, patch, once, Token);

        (again.Outcome, again.Item.Version).Should().Be((UpdateOutcome.Updated, 2));
        MemoryPatch other = new() { Links = LinksPatch.Set(new MemoryLink(oslo.Id, 0.25)) };
        await fixture.Memory.Awaiting(memory => memory.UpdateAsync(tea.Id, other, once, Token)).Should().ThrowAsync<IdempotencyKeyException>();
    }

    [Fact]
    public async Task BatchUpdateAsync_ThatIsQueued_LinksWhenItIsDone()
    {
        await using MemoryFixture fixture = Queue.QueueTests.Queueing();
        (MemoryItem tea, MemoryItem oslo) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Lives in Oslo"));
        BatchUpdateOptions later = new() { Queue = MemoryQueueMode.Always };
        MemoryUpdate[] updates = [new(tea.Id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink(oslo.Id, 0.1 + 0.2)) })];
        MemoryUpdate[] bad = [new(oslo.Id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink("unknown")) })];

        await fixture.Memory.BatchUpdateAsync(updates, later, Token);
        await fixture.Memory.BatchUpdateAsync(bad, later, Token);
        MemoryQueueResult done = await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);

        (await fixture.Memory.GetAsync(tea.Id, Token))!.Links.Should().Equal(new MemoryLink(oslo.Id, 0.1 + 0.2));
        done[1].Updated![0].Error.Should().BeOfType<MemoryValidationException>();
    }

    [Fact]
    public async Task Filter_ByLinks_FindsWhatLinksToAMemory()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem tea, MemoryItem oslo, MemoryItem chess) =
            (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Lives in Oslo"), await fixture.StoreAsync("Plays chess"));
        await fixture.Memory.LinkAsync(tea.Id, new(chess.Id, 0.5), new(oslo.Id, 0.5));
        MemoryFilter toOslo = MemoryField.Links.EqualTo(oslo.Id), unlinked = MemoryField.Links.Missing();

        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, new MemoryListOptions { Filter = toOslo }, Token).SingleAsync(Token)).Id.Should().Be(tea.Id);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, new MemoryListOptions { Filter = unlinked }, Token)).Should().Be(2);
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, new MemorySearchOptions { Filter = toOslo }, Token)).Single().Item.Id.Should().Be(tea.Id);
    }
}
