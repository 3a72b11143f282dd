using System.Text;
using Mem0Sharp.Tests.Keeping;

namespace Mem0Sharp.Tests.Relate;

/// <summary>That a memory was linked to an erased one is erased with it (D1): in what is read, in former versions, in the queue, in the bytes.</summary>
public sealed class LinkErasureTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task EraseAsync_OfATarget_TakesItsLinksOutOfEveryVersion_D1(bool managed, bool byActor)
    {
        await using MemoryFixture fixture = Linked.Fixture(managed);
        (MemoryItem tea, MemoryItem oslo) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Lives in Oslo"));
        MemoryItem gone = (await fixture.Memory.AddAsync(
            [new(Microsoft.Extensions.AI.ChatRole.User, "Gone") { AuthorName = "mira" }],
            MemoryFixture.Alice,
            new MemoryAddOptions { Mode = MemoryAddMode.Verbatim },
            Token)).Items.Single();
        DateTimeOffset before = fixture.Time.GetUtcNow();
        await fixture.Memory.LinkAsync(tea.Id, new(gone.Id, 0.5), new(oslo.Id, 0.25));
        await fixture.Memory.UpdateAsync(tea.Id, "Likes green tea", cancellationToken: Token);
        await fixture.Memory.LinkAsync(oslo.Id, new MemoryLink(gone.Id));
        await fixture.Memory.UpdateAsync(oslo.Id, new MemoryPatch { Links = LinksPatch.Clear }, cancellationToken: Token);
        fixture.Time.Advance(TimeSpan.FromHours(1));

        EraseReceipt receipt = byActor ? await fixture.Memory.EraseActorAsync("mira", Token) : await fixture.Memory.EraseAsync(gone.Id, Token);

        receipt.MemoryIds.Should().Equal(gone.Id);
        MemoryItem item = (await fixture.Memory.GetAsync(tea.Id, Token))!;
        item.Links.Should().Equal(new MemoryLink(oslo.Id, 0.25));
        (item.Version, item.Text).Should().Be((4, "Likes green tea"), "who expects version 3 has read another memory");
        List<HistoryEntry> rows = await fixture.HistoryAsync(tea.Id);
        rows.Select(row => row.Event).Should().Equal(MemoryEvent.Add, MemoryEvent.Update, MemoryEvent.Update, MemoryEvent.Link);
        rows.SelectMany(row => row.Item.Links.Concat(row.Before?.Links ?? [])).Should().OnlyContain(link => link.TargetId == oslo.Id).And.NotBeEmpty();
        (await fixture.HistoryAsync(oslo.Id)).Should().HaveCount(3, "its newest version had no such link").And.OnlyContain(row => row.Item.Links.Count == 0);
        (await fixture.Memory.GetAsync(tea.Id, MemoryAsOf.Known(before.AddMinutes(1)), Token))!.Links.Should().Equal(new MemoryLink(oslo.Id, 0.25));
        MemorySearchOptions toGone = new() { Filter = MemoryField.Links.EqualTo(gone.Id) }, toOslo = new() { Filter = MemoryField.Links.EqualTo(oslo.Id) };
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, toGone, Token)).Should().BeEmpty("the vector store was told");
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, toOslo, Token)).Single().Item.Version.Should().Be(4);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty("the chain of hashes goes on");
        (await fixture.Memory.VerifyAsync(receipt, Token)).IsVerified.Should().BeTrue();
    }

    [Fact]
    public async Task EraseAsync_OfATarget_LeavesItsIdNowhereButInTheRecordOfErasures_D1()
    {
        await using MemoryFixture linked = MemoryFixture.ByRules(), control = MemoryFixture.ByRules();
        (MemoryItem tea, MemoryItem gone) = (await linked.StoreAsync("Likes tea"), await linked.StoreAsync("Gone"));
        MemoryItem unlinked = await control.StoreAsync("Gone");
        await linked.Memory.LinkAsync(tea.Id, new MemoryLink(gone.Id, 0.015625));
        await linked.Memory.UpdateAsync(tea.Id, "Likes green tea", cancellationToken: Token);
        linked.Count(gone.Id).Should().BeGreaterThan(control.Count(unlinked.Id), "before, the links are there too");
        linked.Count("0.015625").Should().BePositive();

        await linked.Memory.EraseAsync(gone.Id, Token);
        await control.Memory.EraseAsync(unlinked.Id, Token);

        linked.Count(gone.Id).Should().Be(control.Count(unlinked.Id)).And.BePositive("an id is never used again");
        linked.Count("0.015625").Should().Be(0);
        linked.Sql($"SELECT 1 FROM history WHERE record LIKE '%{gone.Id}%'").Should().BeEmpty();
        linked.Sql("SELECT 1 FROM history WHERE record LIKE '%\"links\"%'").Should().BeEmpty();
        linked.Sql($"SELECT 1 FROM erasures WHERE memory_id = '{gone.Id}'").Should().ContainSingle();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfATarget_IsNoChangeToUndoAndComesBackByNone(bool managed)
    {
        await using MemoryFixture fixture = Linked.Fixture(managed);
        (MemoryItem tea, MemoryItem gone) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Gone"));
        await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(gone.Id));
        await fixture.Memory.UpdateAsync(tea.Id, new MemoryPatch { Text = "Likes coffee", Links = LinksPatch.Clear }, cancellationToken: Token);
        await fixture.Memory.RestoreAsync(tea.Id, 2, cancellationToken: Token);
        await fixture.Memory.UpdateAsync(tea.Id, "Likes cocoa", cancellationToken: Token);

        await fixture.Memory.EraseAsync(gone.Id, Token);

        MemoryItem item = (await fixture.Memory.RestoreAsync(tea.Id, 4, cancellationToken: Token)).Item;
        (item.Text, item.Version, item.Links.Count).Should().Be(("Likes tea", 7, 0));
        await fixture.Memory.DeleteAsync(tea.Id, cancellationToken: Token);
        (await fixture.Memory.RestoreAsync(tea.Id, 2, new MemoryRestoreOptions { Force = true }, Token)).Item.Links.Should().BeEmpty();
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfATargetOfADeletedOrImmutableMemory_TakesTheLinkOutAllTheSame(bool managed)
    {
        await using MemoryFixture fixture = Linked.Fixture(managed);
        const string Items = """
            [{"id":"gone","memory":"Gone","user_id":"alice"},{"id":"deleted","memory":"Deleted","user_id":"alice","links":[{"id":"gone"}]},
             {"id":"fixed","memory":"Fixed","user_id":"alice","immutable":true,"links":[{"id":"gone","strength":0.5},{"id":"deleted"}]}]
            """;
        await fixture.Memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(Encoding.UTF8.GetBytes(Items))), cancellationToken: Token);
        await fixture.Memory.DeleteAsync("deleted", cancellationToken: Token);

        await fixture.Memory.EraseAsync("gone", Token);

        (await fixture.Memory.GetAsync("fixed", Token))!.Links.Should().Equal(new MemoryLink("deleted"));
        (await fixture.HistoryAsync("deleted")).Should().HaveCount(2).And.OnlyContain(row => row.Item.Links.Count == 0);
        (await fixture.Memory.RestoreAsync("deleted", 1, cancellationToken: Token)).Item.Links.Should().BeEmpty();
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task EraseAsync_ByAnotherProcess_IsSeenByTheNextSearchAndByWhoWatches()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem tea, MemoryItem gone) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Gone"));
        await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(gone.Id));
        Memory other = fixture.OpenOther();

        await other.EraseAsync(gone.Id, Token);

        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token)).Single().Item.Links.Should().BeEmpty();
        HistoryEntry seen = await fixture.Memory.WatchAsync(new HistoryFilter { AfterSequence = 3 }, Token).FirstAsync(Token);
        (seen.MemoryId, seen.Event, seen.Version, seen.Reason, seen.ChangedBy).Should().Be((tea.Id, MemoryEvent.Link, 3, null, null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ImportAsync_OfAnExportOfBefore_DoesNotBringTheLinkBack(bool again)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem gone, MemoryItem tea) = (await fixture.StoreAsync("Gone"), await fixture.StoreAsync("Likes tea"));
        await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(gone.Id));
        string[] exported = await Exported.LinesAsync(fixture.Memory);
        if (!again)
        {
            await fixture.Memory.ResetAsync(Token);
            await Exported.ImportAsync(fixture.Memory, [.. exported.Where(line => !line.Contains(tea.Id)).Select(line => line.Replace("\"versions\":3", "\"versions\":1"))]);
        }

        await fixture.Memory.EraseAsync(gone.Id, Token);

        MemoryImportResult result = await Exported.ImportAsync(fixture.Memory, exported);

        result.Select(item => (item.Id, item.Outcome)).Should().Equal(
            (gone.Id, MemoryImportOutcome.Failed), (tea.Id, again ? MemoryImportOutcome.Unchanged : MemoryImportOutcome.Imported));
        (await fixture.Memory.GetAsync(tea.Id, Token))!.Links.Should().BeEmpty();
        fixture.Sql($"SELECT 1 FROM history WHERE record LIKE '%{gone.Id}%'").Should().BeEmpty();
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UpdateAsync_WhenTheTargetGoesBeforeTheCommit_IsRefused(bool erases)
    {
        using InMemoryHistoryStore inner = new();
        InterruptedHistory history = new(inner);
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseHistory(history));
        (MemoryItem tea, MemoryItem gone) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Gone"));
        Memory other = fixture.OpenOther(builder => builder.UseHistory(inner));
        history.BeforeNextCommit = () => erases ? other.EraseAsync(gone.Id, Token) : other.DeleteAsync(gone.Id, cancellationToken: Token);

        Func<Task> link = () => fixture.Memory.LinkAsync(tea.Id, new MemoryLink(gone.Id));

        (await link.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be("links[0]");
        (await fixture.Memory.GetAsync(tea.Id, Token))!.Version.Should().Be(1);
    }

    [Fact]
    public async Task RestoreAsync_WhenTheTargetIsErasedBeforeTheCommit_LeavesTheLinkOut()
    {
        using InMemoryHistoryStore inner = new();
        InterruptedHistory history = new(inner);
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseHistory(history));
        (MemoryItem tea, MemoryItem gone) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Gone"));
        await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(gone.Id));
        await fixture.Memory.UpdateAsync(tea.Id, new MemoryPatch { Text = "Likes coffee", Links = LinksPatch.Clear }, cancellationToken: Token);
        Memory other = fixture.OpenOther(builder => builder.UseHistory(inner));
        history.BeforeNextCommit = () => other.EraseAsync(gone.Id, Token);

        MemoryItem restored = (await fixture.Memory.RestoreAsync(tea.Id, 2, cancellationToken: Token)).Item;

        (restored.Text, restored.Links.Count).Should().Be(("Likes tea", 0));
        (await fixture.HistoryAsync(tea.Id)).Should().OnlyContain(row => row.Item.Links.Count == 0);
    }

    [Fact]
    public async Task EraseAsync_OfATarget_TakesItOutOfTheQueue_D1()
    {
        await using MemoryFixture fixture = Queue.QueueTests.Queueing();
        MemoryItem tea = await fixture.StoreAsync("Likes tea"), oslo = await fixture.StoreAsync("Lives in Oslo"), gone = await fixture.StoreAsync("Gone");
        BatchUpdateOptions later = new() { Queue = MemoryQueueMode.Always };
        await fixture.Memory.BatchUpdateAsync(
            [new(tea.Id, new MemoryPatch { Links = LinksPatch.Change([new(gone.Id), new(oslo.Id, 0.5)], []) }), new(oslo.Id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink(gone.Id)) })],
            later,
            Token);
        await fixture.Memory.BatchUpdateAsync([new(oslo.Id, new MemoryPatch { Links = LinksPatch.Remove(gone.Id) })], later, Token);
        await fixture.Memory.BatchUpdateAsync([new(oslo.Id, new MemoryPatch { Text = "Lives in Bergen", Links = LinksPatch.Set(new MemoryLink(gone.Id)) })], later, Token);

        await fixture.Memory.EraseAsync(gone.Id, Token);

        List<QueuedCall> left = await fixture.Memory.GetQueueAsync(Token).ToListAsync(Token);
        left.Should().HaveCount(2, "of one nothing is left").And.OnlyContain(call => !call.Content.Contains(gone.Id));
        MemoryQueueResult done = await fixture.Memory.ProcessQueueAsync(cancellationToken: Token);
        done.SelectMany(call => call.Updated!).Should().HaveCount(2).And.OnlyContain(item => item.Outcome == UpdateOutcome.Updated);
        (await fixture.Memory.GetAsync(tea.Id, Token))!.Links.Should().Equal(new MemoryLink(oslo.Id, 0.5));
        (await fixture.Memory.GetAsync(oslo.Id, Token))!.Text.Should().Be("Lives in Bergen");
    }
}
