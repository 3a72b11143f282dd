namespace Mem0Sharp.Tests.Adding;

/// <summary>What a model and a person may do with a memory that never changes: not update it, but end it, learn it elsewhere and say it anew.</summary>
public sealed class ImmutableMemoryTests
{
    private const string Known = "blood type 0";

    private static readonly MemoryAddOptions Immutable = new() { IsImmutable = true };

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddAsync_WhenTheModelUpdatesAnImmutableMemory_ItsResultSaysSoAndTheRestHappens(bool keyed)
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync(Known, options: Immutable);
        int texts = fixture.Embeddings.TextCount;
        fixture.Extracts("blood type A", "likes tea");
        fixture.Decides(
            $$"""{"fact":0,"event":"UPDATE","candidate":0,"text":"blood type is A","old_text":"{{Known}}","reason":"she said so"}""",
            """{"fact":1,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""");

        MemoryAddResult result = await fixture.Memory.AddAsync(
            "My blood type is A and I like tea", MemoryFixture.Alice, new MemoryAddOptions { IdempotencyKey = keyed ? "key" : null }, Token);

        result.Facts.Select(fact => fact.Outcome).Should().Equal(FactOutcome.Refused, FactOutcome.Added);
        ImmutableMemoryException error = result.Facts[0].Error.Should().BeOfType<ImmutableMemoryException>().Which;
        (error.MemoryId, result.Facts[0].Reason).Should().Be((known.Id, error.Message));
        result.Items.Should().ContainSingle().Which.Text.Should().Be("likes tea");
        History.FullMemory.ShouldBeSame((await fixture.Memory.GetAsync(known.Id, Token))!, known);
        (fixture.Embeddings.TextCount - texts).Should().Be(2, "the two facts were searched for; the text that was refused was not embedded");
    }

    [Fact]
    public async Task AddAsync_WhenTheModelDeletesAnImmutableMemory_DeletesIt()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync(Known, options: Immutable);
        fixture.Extracts("blood type unknown");
        fixture.Decides($$"""{"fact":0,"event":"DELETE","candidate":0,"text":null,"old_text":"{{Known}}","reason":null}""");

        MemoryAddResult result = await fixture.Memory.AddAsync("Nobody knows my blood type", MemoryFixture.Alice, cancellationToken: Token);

        result.Facts.Single().Outcome.Should().Be(FactOutcome.Deleted);
        (await fixture.Memory.GetAsync(known.Id, Token)).Should().BeNull();
    }

    [Fact]
    public async Task AddAsync_WhenAnotherRunLearnsAnImmutableMemory_LinksIt()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync(Known, options: Immutable);
        fixture.Extracts(Known);
        fixture.Decides("""{"fact":0,"event":"NONE","candidate":0,"text":null,"old_text":null,"reason":null}""");

        await fixture.Memory.AddAsync("My blood type is 0", MemoryScope.ForUser("alice", runId: "run-9"), cancellationToken: Token);

        (await fixture.Memory.GetAsync(known.Id, Token)).Should().BeEquivalentTo(
            new { Text = Known, Version = 2, IsImmutable = true, LinkedRunIds = new[] { "run-9" } });
    }

    [Fact]
    public async Task DeleteAsync_OfAnImmutableMemory_AllowsToSayItAnew()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem known = await fixture.StoreAsync(Known, options: Immutable);

        await fixture.Memory.DeleteAsync(known.Id, cancellationToken: Token);
        MemoryItem corrected = await fixture.StoreAsync("blood type A", options: Immutable);
        MemoryItem same = await fixture.StoreAsync(Known, options: Immutable);

        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).ToListAsync(Token))
            .Should().BeEquivalentTo([same, corrected]);
        same.Id.Should().NotBe(known.Id);
        Func<Task> update = () => fixture.Memory.UpdateAsync(corrected.Id, "blood type B", cancellationToken: Token);
        await update.Should().ThrowAsync<ImmutableMemoryException>();
    }

    [Theory]
    [InlineData(ConflictPolicy.NewestWins)]
    [InlineData(ConflictPolicy.Merge)]
    [InlineData(ConflictPolicy.KeepBoth)]
    public async Task UpdateAsync_OfAnImmutableMemory_IsRefusedWhateverThePolicy(ConflictPolicy policy)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem known = await fixture.StoreAsync(Known, options: Immutable);
        FileRows before = FileRows.Of(fixture);

        foreach (int? expected in new int?[] { null, 1, 2 })
        {
            Func<Task> update = () => fixture.Memory.UpdateAsync(
                known.Id,
                new MemoryPatch { Text = "blood type A", Timestamp = fixture.Time.GetUtcNow().AddDays(1) },
                new MemoryUpdateOptions { ExpectedVersion = expected, OnConflict = policy },
                Token);
            (await update.Should().ThrowAsync<MemoryException>()).Which.Should().Match(
                error => error is ImmutableMemoryException || (expected == 2 && error is MemoryConflictException));
        }

        FileRows.Of(fixture).Should().Be(before);
    }
}
