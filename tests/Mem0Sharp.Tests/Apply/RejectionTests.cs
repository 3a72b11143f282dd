namespace Mem0Sharp.Tests.Apply;

/// <summary>Which changes leave a note of what is not to be learned again.</summary>
public sealed class RejectionTests
{
    private const string Text = "Likes green tea";

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeleteAsync_ByHand_RejectsTheText(bool batch)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(Text);

        if (batch)
        {
            await fixture.Memory.BatchDeleteAsync([item.Id], cancellationToken: Token);
        }
        else
        {
            await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        }

        (await IsRejectedAsync(fixture, Text)).Should().BeTrue();
    }

    [Theory]
    [InlineData("assistant", true)]
    [InlineData("tool", true)]
    [InlineData("user", false)]
    [InlineData(null, false)]
    public async Task AddAsync_VerbatimOfARejectedText_StoresItAndLiftsOnlyByAPerson(string? role, bool isStillRejected)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(Text);
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);

        MemoryAddResult added = await fixture.Memory.AddAsync(
            Text, MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, ChangedByRole = role }, Token);

        added.Items.Single().Text.Should().Be(Text);
        (await IsRejectedAsync(fixture, Text)).Should().Be(isStillRejected);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("decide")]
    [InlineData("batch")]
    public async Task UpdateAsync_ByHand_RejectsTheOldTextAndNotTheNew(string how)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(Text);
        MemoryPatch patch = MemoryPatch.ForText("Likes black tea");

        await (how switch
        {
            "decide" => fixture.Memory.UpdateAsync(item.Id, _ => patch, cancellationToken: Token),
            "batch" => fixture.Memory.BatchUpdateAsync([new MemoryUpdate(item.Id, patch)], cancellationToken: Token),
            _ => (Task)fixture.Memory.UpdateAsync(item.Id, patch, cancellationToken: Token),
        });

        (await IsRejectedAsync(fixture, Text)).Should().BeTrue();
        (await IsRejectedAsync(fixture, "Likes black tea")).Should().BeFalse();
    }

    [Fact]
    public async Task UpdateAsync_ThereAndBackByHand_LeavesOnlyTheOtherTextRejected_B8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(Text);

        await fixture.Memory.UpdateAsync(item.Id, "Likes black tea", cancellationToken: Token);
        await fixture.Memory.RestoreAsync(item.Id, 1, cancellationToken: Token);

        (await IsRejectedAsync(fixture, Text)).Should().BeFalse();
        (await IsRejectedAsync(fixture, "Likes black tea")).Should().BeTrue();
    }

    [Theory]
    [InlineData("likes green tea")]
    [InlineData("Likes  green\ttea ")]
    [InlineData("Likes gr\u200been tea")]
    public async Task UpdateAsync_OfCaseOrSpaceOnly_RejectsNothing(string corrected)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(Text);

        (await fixture.Memory.UpdateAsync(item.Id, corrected, cancellationToken: Token)).Outcome.Should().Be(UpdateOutcome.Updated);

        Count(fixture).Should().Be(0);
    }

    [Fact]
    public async Task UpdateAsync_OfMetadataOnly_RejectsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(Text);

        await fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { Tags = TagsPatch.Add("t") }, cancellationToken: Token);

        Count(fixture).Should().Be(0);
    }

    [Theory]
    [InlineData("assistant", 0)]
    [InlineData("tool", 0)]
    [InlineData("user", 2)]
    [InlineData("reviewer", 2)]
    [InlineData(null, 2)]
    public async Task AnyChange_ByAnAgent_RejectsNothing(string? role, int rejected)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem updated = await fixture.StoreAsync(Text);
        MemoryItem deleted = await fixture.StoreAsync("Plays chess");

        await fixture.Memory.UpdateAsync(updated.Id, "Likes black tea", new MemoryUpdateOptions { ChangedByRole = role }, Token);
        await fixture.Memory.DeleteAsync(deleted.Id, new MemoryDeleteOptions { ChangedByRole = role }, Token);

        Count(fixture).Should().Be(rejected);
    }

    [Fact]
    public async Task DeleteAllAsync_IsAFreshStartThatRejectsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync(Text);

        (await fixture.Memory.DeleteAllAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(1);

        Count(fixture).Should().Be(0);
    }

    [Fact]
    public async Task RollBackAsync_OfWhatWasAddedSince_RejectsIt()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        DateTimeOffset before = fixture.Time.GetUtcNow().AddTicks(-1);
        await fixture.StoreAsync(Text);

        await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = before, Scope = MemoryFixture.Alice }, Token);

        (await IsRejectedAsync(fixture, Text)).Should().BeTrue();
    }

    [Fact]
    public async Task DeleteAsync_ThatFails_RejectsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(Text);

        Func<Task> delete = () => fixture.Memory.DeleteAsync(item.Id, new MemoryDeleteOptions { ExpectedVersion = 2 }, Token);

        await delete.Should().ThrowAsync<MemoryConflictException>();
        Count(fixture).Should().Be(0);
    }

    [Fact]
    public async Task DeleteAsync_LeavesOnlyHashes()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(Text);

        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);

        object?[] row = fixture.Sql("SELECT scope, value FROM rejections").Single();
        row.Should().OnlyContain(value => ((string)value!).Length == 64 && ((string)value!).All(char.IsAsciiHexDigitLower));
        $"{RejectedValue.Of(MemoryFixture.Alice, Text)}".Should().Be("RejectedValue");
    }

    [Fact]
    public async Task ResetAsync_ForgetsWhatWasRejected()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(Text);
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);

        await fixture.Memory.ResetAsync(Token);

        Count(fixture).Should().Be(0);
    }

    /// <summary>Asks by lifting it: what was rejected is not any more.</summary>
    [Theory]
    [InlineData(ReviewDecision.UseKnown, false, true)]
    [InlineData(ReviewDecision.UseKept, true, false)]
    [InlineData(ReviewDecision.UseBoth, false, false)]
    public async Task SettleReviewAsync_RejectsTheTextThatGoes(ReviewDecision decision, bool isKnownRejected, bool isKeptRejected)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem known = await fixture.StoreAsync(Text);
        await fixture.Memory.UpdateAsync(known.Id, new MemoryPatch { Tags = TagsPatch.Add("t") }, cancellationToken: Token);
        MemoryItem kept = (await fixture.Memory.UpdateAsync(
            known.Id,
            "Likes black tea",
            new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth },
            Token)).Item;

        await fixture.Memory.SettleReviewAsync(kept.Id, decision, cancellationToken: Token);

        (await IsRejectedAsync(fixture, Text)).Should().Be(isKnownRejected);
        (await IsRejectedAsync(fixture, "Likes black tea")).Should().Be(isKeptRejected);
    }

    [Fact]
    public async Task RollBackAsync_RejectsTheTextsThatItTakesBack()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem changed = await fixture.StoreAsync(Text);
        DateTimeOffset moment = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Memory.UpdateAsync(changed.Id, "Likes black tea", cancellationToken: Token);
        await fixture.StoreAsync("Plays chess");

        await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = moment, Scope = MemoryFixture.Alice }, Token);

        (await IsRejectedAsync(fixture, Text)).Should().BeFalse();
        (await IsRejectedAsync(fixture, "Likes black tea")).Should().BeTrue();
        (await IsRejectedAsync(fixture, "Plays chess")).Should().BeTrue();
    }

    private static Task<bool> IsRejectedAsync(MemoryFixture fixture, string text) =>
        fixture.Memory.LiftRejectionAsync(MemoryFixture.Alice, text, Token);

    private static long Count(MemoryFixture fixture) => (long)fixture.Sql("SELECT count(*) FROM rejections").Single()[0]!;
}
