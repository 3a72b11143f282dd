namespace Mem0Sharp.Tests.History;

/// <summary>Reads of what was known and of what held, over a file and over the managed history.</summary>
public sealed class AsOfReadTests
{
    private static readonly DateTimeOffset May = new(2025, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetAsync_KnownAt_GivesTheVersionThatWasKnownThen_B10(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem first = await fixture.StoreAsync("A");
        DateTimeOffset updated = Advance(fixture, 1);
        await fixture.Memory.UpdateAsync(first.Id, "B", cancellationToken: Token);
        DateTimeOffset deleted = Advance(fixture, 1);
        await fixture.Memory.DeleteAsync(first.Id, cancellationToken: Token);

        (await VersionAsync(first.RecordedAt.AddTicks(-1))).Should().BeNull();
        (await VersionAsync(first.RecordedAt)).Should().Be(1);
        (await VersionAsync(updated.AddTicks(-1))).Should().Be(1);
        (await VersionAsync(updated)).Should().Be(2);
        (await VersionAsync(updated.ToOffset(TimeSpan.FromHours(5)))).Should().Be(2);
        (await VersionAsync(deleted.AddTicks(-1))).Should().Be(2);
        (await VersionAsync(deleted)).Should().BeNull();
        (await fixture.Memory.GetAsync("unknown", MemoryAsOf.Known(deleted), Token)).Should().BeNull();
        (await fixture.Memory.GetAsync(first.Id, new MemoryAsOf(), Token)).Should().BeNull("now it is deleted");

        async Task<int?> VersionAsync(DateTimeOffset at) => (await fixture.Memory.GetAsync(first.Id, MemoryAsOf.Known(at), Token))?.Version;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetAsync_ChangesOfOneInstant_AreKnownTogether_B10(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem first = await fixture.StoreAsync("A");
        await fixture.Memory.UpdateAsync(first.Id, "B", cancellationToken: Token);
        MemoryItem other = await fixture.StoreAsync("other");
        await fixture.Memory.UpdateAsync(first.Id, "C", cancellationToken: Token);

        MemoryAsOf then = MemoryAsOf.Known(first.RecordedAt);
        MemoryAsOf before = MemoryAsOf.Known(first.RecordedAt.AddTicks(-1));

        (await fixture.Memory.GetAsync(first.Id, then, Token))!.Text.Should().Be("C");
        (await ListedAsync(fixture, then)).Should().Equal("other", "C");
        (await ListedAsync(fixture, before)).Should().BeEmpty();
        (await fixture.Memory.GetAsync(other.Id, before, Token)).Should().BeNull();
    }

    [Fact]
    public async Task GetAsync_ManyMemoriesAtOneMoment_LookForItOnceUntilSomethingIsWritten_B10()
    {
        MomentHistory history = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseHistory(history));
        string[] ids = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(async n => (await fixture.StoreAsync($"fact {n}")).Id))];
        DateTimeOffset then = fixture.Time.GetUtcNow();
        Advance(fixture, 1);

        foreach (string id in ids)
        {
            (await fixture.Memory.GetAsync(id, MemoryAsOf.Known(then), Token))!.Version.Should().Be(1);
        }

        history.Looks.Should().Be(1);
        await fixture.Memory.GetAsync(ids[0], MemoryAsOf.Known(then.AddTicks(-1)), Token);
        history.Looks.Should().Be(2, "that is another moment");

        // The clock goes back: a change of now is of that moment.
        fixture.Time.SetUtcNow(then);
        await fixture.Memory.UpdateAsync(ids[0], "another fact", cancellationToken: Token);
        (await fixture.Memory.GetAsync(ids[0], MemoryAsOf.Known(then), Token))!.Version.Should().Be(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetAsync_ClockGoneBackAnHour_CutsNoChangeInTwo_B10(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        DateTimeOffset noon = fixture.Time.GetUtcNow();
        MemoryItem item = await fixture.StoreAsync("at noon");
        Advance(fixture, 1);
        await fixture.Memory.UpdateAsync(item.Id, "at one", cancellationToken: Token);
        fixture.Time.SetUtcNow(noon.AddMinutes(1));
        await fixture.Memory.UpdateAsync(item.Id, "a minute past noon, later", cancellationToken: Token);
        await fixture.StoreAsync("new");

        (await ListedAsync(fixture, MemoryAsOf.Known(noon))).Should().Equal("at noon");
        (await ListedAsync(fixture, MemoryAsOf.Known(noon.AddMinutes(1)))).Should().Equal("new", "a minute past noon, later");
        (await ListedAsync(fixture, MemoryAsOf.Known(noon.AddHours(2)))).Should().Equal("new", "a minute past noon, later");
        (await fixture.Memory.GetAsync(item.Id, MemoryAsOf.Known(noon.AddMinutes(30)), Token))!.Version.Should().Be(3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyRead_BothAxes_FollowsTheLatestWordThatWasKnown_B10(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem home = await fixture.StoreAsync("lives in Berlin");
        DateTimeOffset first = fixture.Time.GetUtcNow();
        Advance(fixture, 24);
        await PatchAsync("lives in Lisbon", May.AddMonths(6));
        DateTimeOffset moved = fixture.Time.GetUtcNow();
        Advance(fixture, 24);
        await fixture.Memory.UpdateAsync(
            home.Id, new MemoryPatch { Text = "lives in Rome", ValidFrom = May, ValidTo = May.AddMonths(1) }, cancellationToken: Token);

        // What held last year, as it is known now; as it was known before the correction; and before the move was told.
        (await AskAsync(null, May.AddDays(-1))).Should().Be("lives in Berlin");
        (await AskAsync(null, May)).Should().Be("lives in Rome");
        (await AskAsync(null, May.AddMonths(1))).Should().Be("lives in Berlin");
        (await AskAsync(null, May.AddMonths(7))).Should().Be("lives in Lisbon");
        (await AskAsync(moved, May)).Should().Be("lives in Berlin");
        (await AskAsync(moved, May.AddMonths(7))).Should().Be("lives in Lisbon");
        (await AskAsync(first, May.AddMonths(7))).Should().Be("lives in Berlin");
        (await AskAsync(first.AddTicks(-1), May)).Should().BeNull();
        (await AskAsync(null, null)).Should().Be("lives in Rome", "the newest version, whatever it speaks of");

        Task<MemoryUpdateResult> PatchAsync(string text, DateTimeOffset since) =>
            fixture.Memory.UpdateAsync(home.Id, new MemoryPatch { Text = text, Timestamp = since }, cancellationToken: Token);

        async Task<string?> AskAsync(DateTimeOffset? known, DateTimeOffset? held)
        {
            MemoryAsOf asOf = new() { KnownAt = known, HeldAt = held };
            string? text = (await fixture.Memory.GetAsync(home.Id, asOf, Token))?.Text;
            (await ListedAsync(fixture, asOf)).SingleOrDefault().Should().Be(text, "every read agrees");
            (await FoundAsync(fixture, asOf)).SingleOrDefault().Should().Be(text, "every read agrees");
            return text;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyRead_DeletedMemory_IsThereAsOfBefore_B10(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem item = await fixture.StoreAsync("likes tea");
        DateTimeOffset before = fixture.Time.GetUtcNow();
        Advance(fixture, 1);
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);

        (await fixture.Memory.GetAsync(item.Id, MemoryAsOf.Known(before), Token)).Should().Be(item);
        (await ListedAsync(fixture, MemoryAsOf.Known(before))).Should().Equal("likes tea");
        (await FoundAsync(fixture, MemoryAsOf.Known(before))).Should().Equal("likes tea");
        MemoryAsOf now = MemoryAsOf.Known(fixture.Time.GetUtcNow());
        (await ListedAsync(fixture, now)).Should().BeEmpty();
        (await FoundAsync(fixture, now)).Should().BeEmpty();
        (await FoundAsync(fixture, MemoryAsOf.Held(before))).Should().BeEmpty("as it is known now, it never held");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyRead_Expiry_CountsAsOfThenNotOfNow_B10(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        DateTimeOffset start = fixture.Time.GetUtcNow();
        MemoryItem brief = await fixture.StoreAsync("brief", options: new MemoryAddOptions { ExpiresAt = start.AddHours(1) });
        Advance(fixture, 5);

        (await ListedAsync(fixture, MemoryAsOf.Known(start.AddHours(1).AddTicks(-1)))).Should().Equal(["brief"], "then it had not expired");
        (await FoundAsync(fixture, MemoryAsOf.Known(start))).Should().Equal("brief");
        (await ListedAsync(fixture, MemoryAsOf.Known(start.AddHours(1)))).Should().BeEmpty();
        (await ListedAsync(fixture, MemoryAsOf.Held(start))).Should().BeEmpty("without a moment of knowledge, what has expired now counts");
        (await ListedAsync(fixture, MemoryAsOf.Held(start), includeExpired: true)).Should().Equal("brief");
        (await FoundAsync(fixture, MemoryAsOf.Known(start.AddHours(1)), includeExpired: true)).Should().Equal("brief");
        (await fixture.Memory.GetAsync(brief.Id, MemoryAsOf.Known(start.AddHours(2)), Token)).Should().NotBeNull("by id, expired ones too");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyRead_RunThatWasLinkedLater_DoesNotFindItBefore_B10(bool managed)
    {
        using InMemoryHistoryStore? history = managed ? new() : null;
        await using MemoryFixture fixture = MemoryFixture.ByModel(builder => Use(builder, history));
        MemoryScope runA = MemoryScope.ForUser("alice", runId: "A"), runB = MemoryScope.ForUser("alice", runId: "B");
        await fixture.StoreAsync("has a cat", runA);
        DateTimeOffset before = fixture.Time.GetUtcNow();
        DateTimeOffset linked = Advance(fixture, 1);
        fixture.Extracts("has a cat");
        fixture.Decides("""{"fact":0,"event":"NONE","candidate":0,"text":null,"old_text":null,"reason":null}""");
        await fixture.Memory.AddAsync("I have a cat", runB, cancellationToken: Token);

        (await ListedAsync(fixture, MemoryAsOf.Known(before), runB)).Should().BeEmpty();
        (await FoundAsync(fixture, MemoryAsOf.Known(before), runB)).Should().BeEmpty();
        (await ListedAsync(fixture, MemoryAsOf.Known(before), runA)).Should().Equal("has a cat");
        (await ListedAsync(fixture, MemoryAsOf.Known(linked), runB)).Should().Equal("has a cat");
        (await FoundAsync(fixture, MemoryAsOf.Known(linked), runB)).Should().Equal("has a cat");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyRead_AnotherScope_NeverSeesIt_B10(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem item = await fixture.StoreAsync("Alice's");
        Advance(fixture, 1);
        await fixture.Memory.UpdateAsync(item.Id, "Alice's still", cancellationToken: Token);
        Advance(fixture, 1);
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        await fixture.StoreAsync("Bob's", MemoryFixture.Bob);

        foreach (int hours in Enumerable.Range(-3, 5))
        {
            MemoryAsOf asOf = MemoryAsOf.Known(fixture.Time.GetUtcNow().AddHours(hours));
            string[] bobs = hours >= 0 ? ["Bob's"] : [];
            (await ListedAsync(fixture, asOf, MemoryFixture.Bob)).Should().Equal(bobs);
            (await FoundAsync(fixture, asOf, MemoryFixture.Bob)).Should().Equal(bobs);
        }
    }

    [Fact]
    public async Task GetAllAsync_AsOf_SeesNothingThatHappensWhileItRuns()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem[] items = [await fixture.StoreAsync("one"), await fixture.StoreAsync("two"), await fixture.StoreAsync("three")];
        MemoryListOptions options = new() { AsOf = MemoryAsOf.Held(fixture.Time.GetUtcNow()) };
        List<string> listed = [];

        await foreach (MemoryItem item in fixture.Memory.GetAllAsync(MemoryFixture.Alice, options, Token))
        {
            listed.Add(item.Text);
            await fixture.StoreAsync("meanwhile");
            await fixture.Memory.UpdateAsync(items[0].Id, "changed meanwhile", cancellationToken: Token);
        }

        listed.Should().Equal("three", "two", "one");
    }

    [Fact]
    public async Task AnyRead_AfterAReopen_LooksBackAsBefore_B10()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        DateTimeOffset before = fixture.Time.GetUtcNow();
        Advance(fixture, 1);
        await fixture.Memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);
        await fixture.ReopenAsync();

        (await ListedAsync(fixture, MemoryAsOf.Known(before))).Should().Equal("likes tea");
        (await ListedAsync(fixture, new MemoryAsOf())).Should().Equal("likes coffee");
    }

    private static MemoryFixture Fixture(bool managed) =>
        MemoryFixture.ByRules(builder => Use(builder, managed ? new InMemoryHistoryStore() : null));

    private static void Use(MemoryBuilder builder, InMemoryHistoryStore? history)
    {
        if (history is not null)
        {
            builder.UseHistory(history);
        }
    }

    private static DateTimeOffset Advance(MemoryFixture fixture, int hours)
    {
        fixture.Time.Advance(TimeSpan.FromHours(hours));
        return fixture.Time.GetUtcNow();
    }

    private static async Task<List<string>> ListedAsync(
        MemoryFixture fixture, MemoryAsOf asOf, MemoryScope? scope = null, bool includeExpired = false)
    {
        MemoryListOptions options = new() { AsOf = asOf, IncludeExpired = includeExpired };
        List<string> listed = await fixture.Memory.GetAllAsync(scope ?? MemoryFixture.Alice, options, Token)
            .Select(item => item.Text).ToListAsync(Token);
        (await fixture.Memory.CountAsync(scope ?? MemoryFixture.Alice, options, Token)).Should().Be(listed.Count);
        return listed;
    }

    private static async Task<List<string>> FoundAsync(
        MemoryFixture fixture, MemoryAsOf asOf, MemoryScope? scope = null, bool includeExpired = false) =>
    [
        .. (await fixture.Memory.SearchAsync(
            "anything", scope ?? MemoryFixture.Alice, new MemorySearchOptions { AsOf = asOf, IncludeExpired = includeExpired }, Token))
            .Select(hit => hit.Item.Text),
    ];
}
