using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

/// <summary>An update made for an older version is merged with what changed since, part by part.</summary>
public sealed class MergeConflictTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task UpdateAsync_Merge_OfOtherPartsThanWereChangedSince_KeepsBothSides()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        await fixture.Memory.UpdateAsync(
            item.Id,
            new MemoryPatch { Metadata = new JsonObject { ["city"] = "Paris", ["old"] = null }, Tags = TagsPatch.Change(["b"], ["a"]) },
            cancellationToken: Token);
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id,
            new MemoryPatch { Text = "likes coffee", Metadata = new JsonObject { ["drink"] = "coffee" }, Tags = TagsPatch.Add("c") },
            Merge(1),
            Token);

        result.Outcome.Should().Be(UpdateOutcome.Updated);
        result.Item.Should().BeEquivalentTo(new { Text = "likes coffee", Version = 3, Tags = new[] { "b", "c" } });
        result.Item.Metadata.Equals(MemoryMetadata.From(new JsonObject { ["city"] = "Paris", ["drink"] = "coffee" })).Should().BeTrue();
        (fixture.Embeddings.CallCount - calls).Should().Be(1);
        (await fixture.Memory.SearchAsync("likes coffee", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Score.Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public async Task UpdateAsync_Merge_OfMetadataWhereTheTextChangedSince_KeepsTheirTextAndMakesNoEmbeddingCall()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        await fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = item.Text, Metadata = new JsonObject { ["city"] = "Paris" } }, Merge(1), Token);

        (result.Item.Text, result.Item.Version).Should().Be(("likes water", 3));
        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Fact]
    public async Task UpdateAsync_Merge_OfWhatBothChangedAlike_ChangesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        await fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);
        FileRows before = FileRows.Of(fixture);

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(item.Id, "likes water", Merge(1), Token);

        (result.Outcome, result.Item.Version).Should().Be((UpdateOutcome.Unchanged, 2));
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task UpdateAsync_Merge_OfWhatBothChangedDifferently_FailsNamingThePartsAndCostsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = "likes water", Metadata = new JsonObject { ["city"] = "Paris" } }, cancellationToken: Token);
        FileRows before = FileRows.Of(fixture);

        Func<Task> update = () => fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = "likes coffee", Metadata = new JsonObject { ["city"] = "Rome", ["new"] = 1 } }, Merge(1), Token);

        MemoryConflictException error = (await update.Should().ThrowAsync<MemoryConflictException>()).Which;
        error.Should().BeEquivalentTo(new { MemoryId = item.Id, ExpectedVersion = 1, ActualVersion = 2, Parts = new[] { "text", "metadata.city" } });
        error.ToString().Should().NotContain("coffee").And.NotContain("Rome").And.NotContain("Paris");
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task UpdateAsync_Merge_IntoTimesThatWouldEndBeforeTheyBegin_IsRefused()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        DateTimeOffset now = fixture.Time.GetUtcNow();
        MemoryItem item = await StoreAsync(fixture);
        await fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { ValidFrom = now.AddDays(5) }, cancellationToken: Token);
        FileRows before = FileRows.Of(fixture);

        Func<Task> update = () => fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { ValidTo = now.AddDays(4) }, Merge(1), Token);

        await update.Should().ThrowAsync<MemoryValidationException>();
        FileRows.Of(fixture).Should().Be(before);
    }

    [Theory]
    [InlineData(ConflictPolicy.Merge)]
    [InlineData(ConflictPolicy.KeepBoth)]
    public async Task UpdateAsync_ForAVersionThatNeverWas_Conflicts(ConflictPolicy policy)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        FileRows before = FileRows.Of(fixture);

        Func<Task> update = () => fixture.Memory.UpdateAsync(
            item.Id, "likes coffee", new MemoryUpdateOptions { ExpectedVersion = 7, OnConflict = policy }, Token);

        (await update.Should().ThrowAsync<MemoryConflictException>()).Which.Should().BeEquivalentTo(
            new { ExpectedVersion = 7, ActualVersion = 1, Parts = Array.Empty<string>() });
        FileRows.Of(fixture).Should().Be(before);
    }

    [Theory]
    [InlineData(ConflictPolicy.Fail)]
    [InlineData(ConflictPolicy.Merge)]
    [InlineData(ConflictPolicy.KeepBoth)]
    [InlineData(ConflictPolicy.NewestWins)]
    public async Task UpdateAsync_OfTheExpectedVersion_IsAnUpdateWhateverThePolicy(ConflictPolicy policy)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id, "likes coffee", new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = policy }, Token);

        (result.Outcome, result.Item.Id, result.Item.Version).Should().Be((UpdateOutcome.Updated, item.Id, 2));
    }

    [Theory]
    [InlineData(ConflictPolicy.Merge, UpdateOutcome.Updated)]
    [InlineData(ConflictPolicy.KeepBoth, UpdateOutcome.KeptBoth)]
    public async Task UpdateAsync_WhenTheConflictArisesBeforeTheCommit_LooksAtTheVersionItStartedFrom(ConflictPolicy policy, UpdateOutcome outcome)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        InterruptedHistory history = new(fixture.OpenHistory());
        Memory late = fixture.OpenOther(builder => builder.UseHistory(history));
        await late.OpenAsync(Token);
        history.BeforeNextCommit = () => fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Metadata = new JsonObject { ["city"] = "Paris" } }, cancellationToken: Token);
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await late.UpdateAsync(
            item.Id, "likes coffee", new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = policy }, Token);

        result.Outcome.Should().Be(outcome);
        result.Item.Text.Should().Be("likes coffee");
        result.Item.Metadata["city"].GetString().Should().Be(policy == ConflictPolicy.Merge ? "Paris" : "Berlin");
        (fixture.Embeddings.CallCount - calls).Should().Be(1, "the second try has the vector already");
        history.CommitSizes.Should().HaveCount(2);
    }

    [Fact]
    public async Task UpdateAsync_Merge_WhenTheTextTheySetMeanwhileWasOurs_StillSetsWhatIsOurs()
    {
        // At the look the texts were equal, so no vector was made; before the commit theirs changed to another text.
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        await fixture.Memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);
        InterruptedHistory history = new(fixture.OpenHistory());
        Memory late = fixture.OpenOther(builder => builder.UseHistory(history));
        await late.OpenAsync(Token);
        history.BeforeNextCommit = () => fixture.Memory.UpdateAsync(item.Id, item.Text, cancellationToken: Token);

        MemoryUpdateResult result = await late.UpdateAsync(item.Id, "likes coffee", Merge(1), Token);

        (result.Outcome, result.Item.Text, result.Item.Version).Should().Be((UpdateOutcome.Updated, "likes coffee", 4));
    }

    [Fact]
    public async Task BatchUpdateAsync_WithAPolicyForEach_DoesEachByItsOwn()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = [];
        for (int i = 0; i < 4; i++)
        {
            items.Add(await StoreAsync(fixture));
            await fixture.Memory.UpdateAsync(items[i].Id, new MemoryPatch { Metadata = new JsonObject { ["city"] = "Paris" } }, cancellationToken: Token);
        }

        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        int calls = fixture.Embeddings.CallCount;

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(
            items.Select((item, i) => new MemoryUpdate(item.Id, $"likes {i}") { ExpectedVersion = 1, OnConflict = (ConflictPolicy)i }),
            cancellationToken: Token);

        result.Select(item => item.Outcome).Should().Equal(
            UpdateOutcome.Failed, UpdateOutcome.Updated, UpdateOutcome.Updated, UpdateOutcome.KeptBoth);
        result.Select(item => item.Item?.Text).Should().Equal(null, "likes 1", "likes 2", "likes 3");
        result.Select(item => item.Item?.Version).Should().Equal(null, 3, 3, 1);
        result[3].Item!.ReviewOf.Should().Be(items[3].Id).And.Be(result[3].Id);
        (fixture.Embeddings.CallCount - calls).Should().Be(1);
    }

    [Fact]
    public async Task BatchUpdateAsync_AllOrNothing_WithAConflictOfParts_DoesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = [await StoreAsync(fixture), await StoreAsync(fixture)];
        await fixture.Memory.UpdateAsync(items[1].Id, "likes water", cancellationToken: Token);
        FileRows before = FileRows.Of(fixture);

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(
            items.Select(item => new MemoryUpdate(item.Id, "likes coffee") { ExpectedVersion = 1, OnConflict = ConflictPolicy.Merge }),
            new BatchUpdateOptions { AllOrNothing = true },
            Token);

        result.Select(item => item.Outcome).Should().Equal(UpdateOutcome.NotApplied, UpdateOutcome.Failed);
        result[1].Error.Should().BeOfType<MemoryConflictException>().Which.Parts.Should().Equal("text");
        FileRows.Of(fixture).Should().Be(before);
    }

    private static MemoryUpdateOptions Merge(int expectedVersion) => new() { ExpectedVersion = expectedVersion, OnConflict = ConflictPolicy.Merge };

    private static Task<MemoryItem> StoreAsync(MemoryFixture fixture) => fixture.StoreAsync(
        "likes tea",
        options: new MemoryAddOptions { Metadata = new JsonObject { ["city"] = "Berlin", ["old"] = 1 }, Tags = ["a"] });
}
