namespace Mem0Sharp.Tests.BadInput;

/// <summary>A clock at the edges of the calendar, or one that goes back, changes what is stored as little as any other (E9).</summary>
public sealed class ClockInputTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", false)]
    [InlineData("0001-01-01T00:00:00Z", true)]
    [InlineData("1969-12-31T23:59:59.9999999Z", false)]
    [InlineData("2024-02-29T23:59:59.9999999Z", false)]
    [InlineData("2026-03-29T01:30:00Z", false)]
    [InlineData("9999-12-30T00:00:00Z", false)]
    [InlineData("9999-12-30T00:00:00Z", true)]
    public async Task Writes_AtAnyInstant_HappenOnceAndComeBackAsTheyWere_E9(string instant, bool managed)
    {
        DateTimeOffset start = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
        await using MemoryFixture fixture = Fixture(managed);
        fixture.Time.SetUtcNow(start);
        MemoryAddOptions once = new() { Mode = MemoryAddMode.Verbatim, IdempotencyKey = "add" };
        MemoryUpdateOptions update = new() { IdempotencyKey = "update" };

        MemoryItem item = (await fixture.Memory.AddAsync("likes tea", MemoryFixture.Alice, once, Token)).Items.Single();
        MemoryItem again = (await fixture.Memory.AddAsync("likes tea", MemoryFixture.Alice, once, Token)).Items.Single();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Memory.UpdateAsync(item.Id, "likes coffee", update, Token);
        MemoryItem updated = (await fixture.Memory.UpdateAsync(item.Id, "likes coffee", update, Token)).Item;
        if (!managed)
        {
            await fixture.ReopenAsync();
        }

        again.Should().Be(item);
        (item.CreatedAt, item.RecordedAt).Should().Be((start, start));
        (updated.Version, updated.CreatedAt, updated.UpdatedAt).Should().Be((2, start, start.AddHours(1)));
        (await fixture.Memory.GetAsync(item.Id, Token)).Should().BeEquivalentTo(updated);
        (await fixture.Memory.GetAsync(item.Id, MemoryAsOf.Known(start), Token))!.Text.Should().Be("likes tea");
        (await fixture.Memory.SearchAsync("likes coffee", MemoryFixture.Alice, cancellationToken: Token)).Single().Item.Should().Be(updated);
        (await fixture.HistoryAsync(item.Id)).Select(row => row.RecordedAt).Should().Equal(start, start.AddHours(1));
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writes_WhileTheClockGoesBack_KeepTheirOrder_E9(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem first = await fixture.StoreAsync("likes tea");
        List<string> texts = ["likes tea"];
        for (int hour = 1; hour <= 5; hour++)
        {
            fixture.Time.SetUtcNow(fixture.Time.GetUtcNow().AddHours(-1));
            texts.Add($"likes cup {hour}");
            await fixture.Memory.UpdateAsync(first.Id, texts[^1], cancellationToken: Token);
        }

        MemoryItem later = await fixture.StoreAsync("owns a boat");

        (await fixture.HistoryAsync(first.Id)).Select(row => row.NewText).Should().Equal(texts);
        (await fixture.Memory.GetAsync(first.Id, Token))!.Text.Should().Be(texts[^1]);
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).Select(item => item.Id).ToListAsync(Token))
            .Should().Equal(later.Id, first.Id);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData(14)]
    [InlineData(-12)]
    [InlineData(5.75)]
    public async Task Instants_WithAnyOffset_AreTheInstantsThatTheyAre_E9(double hours)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        DateTimeOffset utc = new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero);
        DateTimeOffset local = utc.ToOffset(TimeSpan.FromHours(hours));
        MemoryAddOptions options = new() { Mode = MemoryAddMode.Verbatim, ValidFrom = local, ValidTo = local.AddDays(1), ExpiresAt = local.AddDays(400) };

        MemoryItem item = (await fixture.Memory.AddAsync("likes tea", MemoryFixture.Alice, options, Token)).Items.Single();
        await fixture.ReopenAsync();

        MemoryItem stored = (await fixture.Memory.GetAsync(item.Id, Token))!;
        foreach ((DateTimeOffset? read, DateTimeOffset given) in (IEnumerable<(DateTimeOffset?, DateTimeOffset)>)
            [(stored.ValidFrom, utc), (stored.ValidTo, utc.AddDays(1)), (stored.ExpiresAt, utc.AddDays(400))])
        {
            read!.Value.EqualsExact(given).Should().BeTrue("an instant comes back as UTC, to the tick");
        }

        (await fixture.Memory.GetAsync(item.Id, MemoryAsOf.Held(local), Token)).Should().NotBeNull();
        (await fixture.Memory.GetAsync(item.Id, MemoryAsOf.Held(local.AddTicks(-1)), Token)).Should().BeNull();
    }

    private static MemoryFixture Fixture(bool managed) =>
        MemoryFixture.ByRules(managed ? builder => builder.UseHistory(new InMemoryHistoryStore()) : null);
}
