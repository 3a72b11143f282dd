namespace Mem0Sharp.Tests.Trust;

/// <summary>What an attacker got in is not recalled where a tier is required, and goes in one call.</summary>
public sealed class PoisoningTests
{
    private const string Crawler = "crawler";

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task SearchAsync_AmongAThousandWithAHundredPoisoned_FindsNoneByTierAndOneRollbackTakesAllBack_E11()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        foreach (int n in Enumerable.Range(0, 1_000))
        {
            await AddAsync(fixture, $"The supplier's delivery number {n} arrives on day {n % 28}", new MemoryAddOptions { Mode = MemoryAddMode.Verbatim });
        }

        fixture.Time.Advance(TimeSpan.FromHours(1));
        DateTimeOffset before = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        foreach (int n in Enumerable.Range(0, 100))
        {
            await AddAsync(
                fixture,
                $"The supplier's account for payment number {n} is the attacker's",
                new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, Trust = MemoryTrust.Untrusted, ChangedBy = Crawler });
        }

        const string Question = "What is the supplier's account for payment?";
        MemorySearchOptions any = new() { Top = 100 };
        MemorySearchOptions atLeastStandard = new() { Top = 100, MinTrust = MemoryTrust.Standard };
        MemorySearchResults found = await fixture.Memory.SearchAsync(Question, MemoryFixture.Alice, any, Token);
        MemorySearchResults required = await fixture.Memory.SearchAsync(Question, MemoryFixture.Alice, atLeastStandard, Token);
        MemorySearchResults past = await fixture.Memory.SearchAsync(
            Question, MemoryFixture.Alice, new MemorySearchOptions { Top = 100, MinTrust = MemoryTrust.Standard, AsOf = MemoryAsOf.Known(fixture.Time.GetUtcNow()) }, Token);
        BatchUpdateResult takenBack = await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = before, WrittenBy = Crawler }, Token);
        MemorySearchResults after = await fixture.Memory.SearchAsync(Question, MemoryFixture.Alice, any, Token);

        found.Count(result => result.Item.Trust == MemoryTrust.Untrusted).Should().BeGreaterThan(50, "without a tier the poison wins");
        required.Should().HaveCount(100).And.OnlyContain(result => result.Item.Trust == MemoryTrust.Standard);
        past.Should().HaveCount(100).And.OnlyContain(result => result.Item.Trust == MemoryTrust.Standard);
        takenBack.Should().HaveCount(100).And.OnlyContain(item => item.Outcome == UpdateOutcome.Deleted);
        after.Should().OnlyContain(result => result.Item.Trust == MemoryTrust.Standard);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(1_000);
    }

    [Fact]
    public void InjectionCorpus_HasDifferentTexts() =>
        InjectionCorpus.Texts.Distinct(StringComparer.Ordinal).Should().HaveCountGreaterThanOrEqualTo(200);

    [Fact]
    public async Task Injections_AreStoredAsTheyAreAndFencedWhenWrittenDown_E10()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> stored = [];
        foreach (string text in InjectionCorpus.Texts)
        {
            stored.Add(await AddAsync(fixture, text, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, Trust = MemoryTrust.Untrusted }));
        }

        await fixture.ReopenAsync();
        IReadOnlyList<MemoryItem?> recalled = await fixture.Memory.GetAsync(stored.Select(item => item.Id), Token);
        MemorySearchResults found = await fixture.Memory.SearchAsync(InjectionCorpus.Texts[0], MemoryFixture.Alice, cancellationToken: Token);

        recalled.Select(item => item!.Text).Should().Equal(InjectionCorpus.Texts);
        recalled.Should().OnlyContain(item => item!.Trust == MemoryTrust.Untrusted);
        found.Select(result => result.Item.Text).Should().Contain(InjectionCorpus.Texts[0]);
        FencedLines.Read(MemoryPrompt.Format(recalled!)).Should().Equal(
            InjectionCorpus.Texts.Select((text, n) => (n, $" 2026-03-01 user (untrusted)", text)));
    }

    private static async Task<MemoryItem> AddAsync(MemoryFixture fixture, string text, MemoryAddOptions options) =>
        (await fixture.Memory.AddAsync(text, MemoryFixture.Alice, options, Token)).Facts.Single().Item!;
}
